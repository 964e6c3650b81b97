import type { Priority } from '@opencode-commander/task';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { ISSUE_ARGUMENT, JSON_OPTION, priorityOption } from './options.ts';

const EXAMPLES = examples(
  'commander run acme/web#12',
  'commander run https://github.com/acme/web/issues/12 --priority high',
  'commander run acme/web#12 | tail -n 1     # the address of the pull request',
);

type Options = { priority?: Priority; json?: boolean };

/** `commander run`: one issue, watched until its pull request. */
export function addRun(program: Command, cli: Cli): void {
  program
    .command('run')
    .description('have an agent work on an issue, follow it, and print the address of its pull request')
    .argument(...ISSUE_ARGUMENT)
    .addOption(priorityOption())
    .option(JSON_OPTION[0], 'print each event and, last, the task as lines of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (issue: string, { priority, json = false }: Options) => {
      const { runIssue } = await import('../run/run-issue.ts');
      await runIssue(cli, { issue, priority, json });
    });
}
