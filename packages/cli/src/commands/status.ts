import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander status',
  'commander status --recent 50',
  'commander status --json | jq .running',
);

type Options = { recent: number; json?: boolean };

/** `commander status`: what goes on. */
export function addStatus(program: Command, cli: Cli): void {
  program
    .command('status')
    .description('show what agents work on, what waits and what has ended')
    .option('--recent <n>', 'so many of the tasks that ended last', wholeNumber(0), 10)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ recent, json = false }: Options) => {
      const { showStatus } = await import('../show/show-status.ts');
      await showStatus(cli, { recent, json });
    });
}
