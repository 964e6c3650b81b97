import { listPauses } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatPause } from '../show/format-pauses.ts';

/** `commander pauses`. Throws ConfigError, RedisError. */
export async function showPauses(cli: Cli, { json }: { json: boolean }): Promise<void> {
  const { control } = await openControl(cli);
  const found = await listPauses(control);
  if (json) return cli.print(JSON.stringify(found));
  if (found.pauses.length === 0) cli.print('Nothing is paused.');
  for (const pause of found.pauses) cli.print(formatPause(pause, cli.now()));
}
