import type { CostGroup } from '@opencode-commander/control';
import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander cost',
  'commander cost --by model --since 30d',
  'commander cost --by day --since 2026-11-01 --repo acme/web --json',
);

// From `control` only its types: it takes a while to load.
const GROUPS: readonly CostGroup[] = ['task', 'repo', 'day', 'model'];

type Options = { by: CostGroup; since: string; repo?: string; limit: number; json?: boolean };

/** `commander cost`: what the agents have cost. */
export function addCost(program: Command, cli: Cli): void {
  program
    .command('cost')
    .description('show what was spent, and what a merged pull request costs')
    .addOption(new Option('--by <group>', 'what each row is about').choices(GROUPS).default('task'))
    .option('--since <when>', '24h, 7d, or a day such as 2026-11-01; whole days in UTC', '7d')
    .option('--repo <repository>', 'only this one, owner/name')
    .option('--limit <n>', 'at most so many rows', wholeNumber(1), 100)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ by, since, repo, limit, json = false }: Options) => {
      const { showCost } = await import('../show/show-cost.ts');
      await showCost(cli, { group_by: by, since, repo, limit }, { json });
    });
}
