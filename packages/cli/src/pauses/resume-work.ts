import { resume } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatPause } from '../show/format-pauses.ts';
import { type PauseWanted, requireName } from './require-name.ts';

/** `commander resume`. Throws UsageError, TwoScopesError, ConfigError, GitHubError, RedisError. */
export async function resumeWork(cli: Cli, wanted: PauseWanted, { json }: { json: boolean }): Promise<void> {
  requireName(wanted);
  const { control } = await openControl(cli);
  const output = await resume(control, wanted);
  if (json) return cli.print(JSON.stringify(output));
  const { name, resumed, pauses } = output;
  cli.print(`${name ?? 'everything'} ${resumed ? 'is resumed' : 'was not paused'}`);
  for (const pause of pauses) cli.print(`still: ${formatPause(pause, cli.now())}`);
}
