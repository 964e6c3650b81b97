import type { Cli } from './cli.ts';
import { UsageError } from './usage-error.ts';

/** For what only makes sense where commander runs. Throws UsageError when a gateway far away is to be asked. */
export function requireHost({ url }: Pick<Cli, 'url'>, command: string): void {
  const named = url();
  if (named === null) return;
  throw new UsageError(
    `commander ${command} works on the host it is called on, not on ${named}: unset COMMANDER_URL, or call it there`,
  );
}
