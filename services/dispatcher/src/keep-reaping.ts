import type { DispatcherContext } from './dispatcher-context.ts';
import { reapSandboxes } from './reap-sandboxes.ts';

const EVERY_MS = 60_000;

/** Removes orphaned containers now and every minute; returns what ends it. Throws PodmanError the first time only. */
export async function keepReaping(context: DispatcherContext): Promise<() => void> {
  await reap(context);
  const timer = setInterval(() => {
    reap(context).catch((err: unknown) => context.log.warn({ err }, 'containers could not be reaped'));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function reap(context: DispatcherContext): Promise<void> {
  const reaped = await reapSandboxes(context);
  if (reaped.length === 0) return;
  context.log.info({ containers: reaped.map(({ name }) => name) }, 'removed containers no run owns');
}
