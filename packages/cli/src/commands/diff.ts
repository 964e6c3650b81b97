import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT } from './options.ts';

const EXAMPLES = examples('commander diff 12-a1b2c3', 'commander diff acme/web#12 --json');

/** `commander diff`: what the work of a task changes. */
export function addDiff(program: Command, cli: Cli): void {
  program
    .command('diff')
    .description('show what the published work of a task changes')
    .argument(...TASK_ARGUMENT)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, { json = false }: { json?: boolean }) => {
      const { showDiff } = await import('../show/show-diff.ts');
      await showDiff(cli, { task, json });
    });
}
