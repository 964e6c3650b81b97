import { requireCredentials } from '@opencode-commander/backbone';
import { OPERATIONS, parseInput, pause } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatPause } from '../show/format-pauses.ts';

export type PauseWanted = { repo?: string; provider?: string; preempt?: boolean; reason?: string };

/** `commander pause`. Throws InputError, TwoScopesError, ConfigError, GitHubError, RedisError. */
export async function pauseWork(cli: Cli, wanted: PauseWanted, { json }: { json: boolean }): Promise<void> {
  const input = parseInput(OPERATIONS.pause, wanted);
  const { repo, provider } = input;
  if (repo !== undefined) requireCredentials(await cli.config());
  const { control, config } = await openControl(cli);
  // The person at the terminal, as the host knows them.
  const by = cli.env['USER'] || 'cli';
  const output = await pause({ ...control, by }, input);
  // Other hosts may have others.
  if (provider !== undefined && !Object.hasOwn(config.llm, provider))
    cli.say(`The configuration here has no [llm.${provider}]: look whether that is how it is spelled.`);
  if (json) return cli.print(JSON.stringify(output));
  cli.print(formatPause(output.pause, cli.now()));
}
