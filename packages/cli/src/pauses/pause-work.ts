import { requireCredentials } from '@opencode-commander/backbone';
import { pause } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatPause } from '../show/format-pauses.ts';
import { type PauseWanted, requireName } from './require-name.ts';

/** `commander pause`. Throws UsageError, TwoScopesError, ConfigError, GitHubError, RedisError. */
export async function pauseWork(
  cli: Cli,
  wanted: PauseWanted & { preempt?: boolean; reason?: string },
  { json }: { json: boolean },
): Promise<void> {
  requireName(wanted);
  if (wanted.repo !== undefined) requireCredentials(await cli.config());
  const { control } = await openControl(cli);
  // The person at the terminal, as the host knows them.
  const by = cli.env['USER'] || 'cli';
  const output = await pause({ ...control, by }, wanted);
  if (json) return cli.print(JSON.stringify(output));
  cli.print(formatPause(output.pause, cli.now()));
}
