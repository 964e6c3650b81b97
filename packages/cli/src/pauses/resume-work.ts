import { OPERATIONS, parseInput } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatPause } from '../show/format-pauses.ts';

export type ResumeWanted = { repo?: string; provider?: string };

/** `commander resume`. Throws InputError, TwoScopesError, ConfigError, GitHubError, RedisError. */
export async function resumeWork(cli: Cli, wanted: ResumeWanted, { json }: { json: boolean }): Promise<void> {
  const input = parseInput(OPERATIONS.resume, wanted);
  const client = await openClient(cli);
  const output = await client.ask('resume', input);
  if (json) return cli.print(JSON.stringify(output));
  const { name, resumed, pauses } = output;
  cli.print(`${name ?? 'everything'} ${resumed ? 'is resumed' : 'was not paused'}`);
  for (const pause of pauses) cli.print(`still: ${formatPause(pause, cli.now())}`);
}
