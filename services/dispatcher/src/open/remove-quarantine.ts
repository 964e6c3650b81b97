import { rm } from 'node:fs/promises';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { aroundEffect } from '../failpoints/around-effect.ts';

/** Removes a quarantine; harmless when it is gone. */
export async function removeQuarantine(
  context: Pick<DispatcherContext, 'failpoints'>,
  directory: string,
): Promise<void> {
  await aroundEffect(context, 'files.remove_quarantine', () =>
    rm(directory, { recursive: true, force: true }),
  );
}
