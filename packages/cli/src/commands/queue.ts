import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples('commander queue', 'commander queue --limit 5', 'commander queue --json');

type Options = { limit: number; json?: boolean };

/** `commander queue`: what waits for an agent. */
export function addQueue(program: Command, cli: Cli): void {
  program
    .command('queue')
    .description('show the tasks that wait for an agent, the next one first')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 100)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ limit, json = false }: Options) => {
      const { showQueue } = await import('../show/show-queue.ts');
      await showQueue(cli, { limit, json });
    });
}
