import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatPause } from '../show/format-pauses.ts';

/** `commander pauses`. Throws ConfigError, RedisError. */
export async function showPauses(cli: Cli, { json }: { json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('pauses', {});
  if (json) return cli.print(JSON.stringify(found));
  if (found.pauses.length === 0) cli.print('Nothing is paused.');
  for (const pause of found.pauses) cli.print(formatPause(pause, cli.now()));
}
