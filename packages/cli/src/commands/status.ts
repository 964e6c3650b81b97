import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander status',
  'commander status --recent 50',
  'commander status --watch',
  'commander status --json | jq .running',
);

type Options = { recent: number; watch?: boolean; json?: boolean };

/** `commander status`: what goes on. */
export function addStatus(program: Command, cli: Cli): void {
  program
    .command('status')
    .description('show what agents work on, what waits and what has ended')
    .option('--recent <n>', 'so many of the tasks that ended last', wholeNumber(0), 10)
    .option('-w, --watch', 'go on until Ctrl-C: on a terminal in place, else a line for each change')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ recent, watch = false, json = false }: Options) => {
      if (watch) {
        const { watchStatus } = await import('../watch/watch-status.ts');
        return watchStatus(cli, { recent, json });
      }
      const { showStatus } = await import('../show/show-status.ts');
      return showStatus(cli, { recent, json });
    });
}
