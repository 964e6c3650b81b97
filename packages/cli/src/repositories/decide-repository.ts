import { requireCredentials } from '@opencode-commander/backbone';
import {
  addRepository,
  blockRepository,
  OPERATIONS,
  parseInput,
  removeRepository,
} from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { type Opened, openControl } from '../open-control.ts';

export type RepositoryDecision = { action: 'add' | 'remove' | 'block'; repo: string; json: boolean };

/** `commander repos add|remove|block`. Throws InputError, ConfigError, GitHubError, RedisError. */
export async function decideRepository(cli: Cli, { action, repo, json }: RepositoryDecision): Promise<void> {
  parseInput(OPERATIONS[`repos.${action}`], { repo });
  if (action !== 'remove') requireCredentials(await cli.config());
  const { control } = await openControl(cli);
  const { output, line } = await DECISIONS[action](control, repo);
  cli.print(json ? JSON.stringify(output) : line);
}

type Decide = (control: Opened['control'], repo: string) => Promise<{ output: object; line: string }>;

const DECISIONS: Record<RepositoryDecision['action'], Decide> = {
  add: async (control, repo) => {
    const output = await addRepository(control, { repo });
    const { changed, repository } = output;
    return { output, line: `${repository.name} ${changed ? 'is served from now on' : 'was served already'}` };
  },
  block: async (control, repo) => {
    const output = await blockRepository(control, { repo });
    const { changed, repository } = output;
    // The poller does it.
    const follows = 'its tasks are cancelled at the next look at GitHub';
    return {
      output,
      line: `${repository.name} ${changed ? `is left alone from now on: ${follows}` : 'was blocked already'}`,
    };
  },
  remove: async (control, repo) => {
    const output = await removeRepository(control, { repo });
    return {
      output,
      line: `${repo} ${output.removed ? 'is left to its topics again' : 'was not on the list'}`,
    };
  },
};
