import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander logs 12-a1b2c3',
  'commander logs -f acme/web#12',
  'commander logs -n 20 12-a1b2c3 --json',
);

type Options = { follow?: boolean; last?: number; json?: boolean };

/** `commander logs`: what happened to a task. */
export function addLogs(program: Command, cli: Cli): void {
  program
    .command('logs')
    .description('show what happened to a task, and what its agent said and did')
    .argument(...TASK_ARGUMENT)
    .option('-f, --follow', 'go on until the task has ended')
    .option('-n, --last <n>', 'of the past only the last n events', wholeNumber(1))
    .option(JSON_OPTION[0], 'print each event as a line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, { follow = false, last, json = false }: Options) => {
      const { showLogs } = await import('../show/show-logs.ts');
      await showLogs(cli, { task, follow, last, json });
    });
}
