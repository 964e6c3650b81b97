import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT } from './options.ts';

const EXAMPLES = examples('commander show 12-a1b2c3', 'commander show acme/web#12 --json');

/** `commander show`: one task. */
export function addShow(program: Command, cli: Cli): void {
  program
    .command('show')
    .description('show how one task stands: its question, steps, cost, pull request or failure')
    .argument(...TASK_ARGUMENT)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, { json = false }: { json?: boolean }) => {
      const { showTask } = await import('../show/show-task.ts');
      await showTask(cli, { task, json });
    });
}
