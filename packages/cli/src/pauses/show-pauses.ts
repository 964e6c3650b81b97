import type { Cli } from '../cli.ts';
import { formatPause } from '../show/format-pauses.ts';
import { showOperation } from '../show/show-operation.ts';

/** `commander pauses`. Throws ConfigError, RedisError. */
export async function showPauses(cli: Cli, { json }: { json: boolean }): Promise<void> {
  await showOperation(cli, 'pauses', {
    input: {},
    format: ({ pauses }, { now }) =>
      pauses.length === 0 ? ['Nothing is paused.'] : pauses.map((pause) => formatPause(pause, now)),
    json,
  });
}
