import { STATUSES, type Status } from '@opencode-commander/task';
import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander tasks',
  'commander tasks --status failed cancelled --repo acme/web',
  'commander tasks --limit 200 --json',
);

type Options = { status?: Status[]; repo?: string; limit: number; cursor?: string; json?: boolean };

/** `commander tasks`: all tasks, also those that have ended. */
export function addTasks(program: Command, cli: Cli): void {
  program
    .command('tasks')
    .description('list all tasks, also those that have ended, the newest first')
    .addOption(new Option('--status <status...>', 'only of these statuses').choices(STATUSES))
    .option('--repo <owner/name>', 'only of one repository')
    .option('--limit <n>', 'at most so many, up to 200', wholeNumber(1), 50)
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ status: statuses, json = false, ...given }: Options) => {
      const { showTasks } = await import('../show/show-tasks.ts');
      await showTasks(cli, { filter: { ...given, ...(statuses && { statuses }) }, json });
    });
}
