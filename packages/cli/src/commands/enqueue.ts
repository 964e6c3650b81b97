import type { Priority } from '@opencode-commander/task';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { ISSUE_ARGUMENT, JSON_OPTION, priorityOption } from './options.ts';

const EXAMPLES = examples(
  'commander enqueue acme/web#12',
  'commander enqueue ghe.example.com/acme/web#12 --priority critical',
  'commander enqueue acme/web#12 --again --json',
);

type Options = { priority?: Priority; again?: boolean; json?: boolean };

/** `commander enqueue`: an issue for whoever works on the queue. */
export function addEnqueue(program: Command, cli: Cli): void {
  program
    .command('enqueue')
    .description('put an issue into the queue')
    .argument(...ISSUE_ARGUMENT)
    .addOption(priorityOption())
    .option('--again', 'try it again when it has failed or was cancelled')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (issue: string, { priority, again = false, json = false }: Options) => {
      const { enqueueIssue } = await import('../enqueue-issue.ts');
      await enqueueIssue(cli, { issue, priority, again, json });
    });
}
