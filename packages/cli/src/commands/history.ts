import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander history',
  'commander history --hours 168',
  "commander history --json | jq '[.hours[].cost_usd] | add'",
);

type Options = { hours: number; json?: boolean };

/** `commander history`: how many tasks ended in each of the last hours, and what they cost. */
export function addHistory(program: Command, cli: Cli): void {
  program
    .command('history')
    .description('show how many tasks ended in each of the last hours, and what was spent')
    .option('--hours <n>', 'so many hours back, up to 168', wholeNumber(1), 24)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ hours, json = false }: Options) => {
      const { showHistory } = await import('../show/show-history.ts');
      await showHistory(cli, { hours, json });
    });
}
