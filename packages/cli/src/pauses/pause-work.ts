import { OPERATIONS, parseInput } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatPause } from '../show/format-pauses.ts';
import { tellIfUnknownProvider } from '../tell-if-unknown-provider.ts';

export type PauseWanted = { repo?: string; provider?: string; preempt?: boolean; reason?: string };

/** `commander pause`. Throws InputError, TwoScopesError, ConfigError, GitHubError, RedisError. */
export async function pauseWork(cli: Cli, wanted: PauseWanted, { json }: { json: boolean }): Promise<void> {
  const input = parseInput(OPERATIONS.pause, wanted);
  const client = await openClient(cli);
  const output = await client.ask('pause', input);
  if (input.provider !== undefined) await tellIfUnknownProvider(cli, client, input.provider);
  if (json) return cli.print(JSON.stringify(output));
  cli.print(formatPause(output.pause, cli.now()));
}
