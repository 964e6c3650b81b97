import { type ControlClient, OPERATIONS, parseInput } from '@opencode-commander/control';
import { agrees } from '../agrees.ts';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

export type RepositoryDecision = {
  action: 'add' | 'remove' | 'block';
  repo: string;
  yes: boolean;
  json: boolean;
};

/** `commander repos add|remove|block`. Throws UsageError, InputError, ConfigError, GitHubError, RedisError. */
export async function decideRepository(
  cli: Cli,
  { action, repo, yes, json }: RepositoryDecision,
): Promise<void> {
  parseInput(OPERATIONS[`repos.${action}`], { repo });
  if (action === 'block' && !yes && !(await agrees(cli, `Leave ${repo} alone, and cancel its tasks?`)))
    return cli.say('Nothing was changed.');
  const client = await openClient(cli);
  const { output, line } = await DECISIONS[action](client, repo);
  cli.print(json ? JSON.stringify(output) : line);
}

type Decide = (client: ControlClient, repo: string) => Promise<{ output: object; line: string }>;

const DECISIONS: Record<RepositoryDecision['action'], Decide> = {
  add: async (client, repo) => {
    const output = await client.ask('repos.add', { repo });
    const { changed, repository } = output;
    return { output, line: `${repository.name} ${changed ? 'is served from now on' : 'was served already'}` };
  },
  block: async (client, repo) => {
    const output = await client.ask('repos.block', { repo });
    const { changed, repository } = output;
    // The poller does it.
    const follows = 'its tasks are cancelled at the next look at GitHub';
    return {
      output,
      line: `${repository.name} ${changed ? `is left alone from now on: ${follows}` : 'was blocked already'}`,
    };
  },
  remove: async (client, repo) => {
    const output = await client.ask('repos.remove', { repo });
    return {
      output,
      line: `${repo} ${output.removed ? 'is left to its topics again' : 'was not on the list'}`,
    };
  },
};
