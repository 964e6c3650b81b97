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
  const { repo, provider } = wanted;
  if (repo !== undefined) requireCredentials(await cli.config());
  const { control, config } = await openControl(cli);
  // The person at the terminal, as the host knows them.
  const by = cli.env['USER'] || 'cli';
  const output = await pause({ ...control, by }, wanted);
  // Other hosts may have others.
  if (provider !== undefined && !Object.hasOwn(config.llm, provider))
    cli.say(`The configuration here has no [llm.${provider}]: look whether that is how it is spelled.`);
  if (json) return cli.print(JSON.stringify(output));
  cli.print(formatPause(output.pause, cli.now()));
}
