import { PRIORITIES } from '@opencode-commander/task';
import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander queue',
  'commander queue list --limit 5 --json',
  'commander queue prioritize 12-a1b2c3 critical',
  'commander queue cancel acme/web#12 --reason "done by hand"',
  'commander queue retry 12-a1b2c3',
);

type ListOptions = { limit: number; json?: boolean };
type CancelOptions = { reason?: string; yes?: boolean; json?: boolean };

/** `commander queue`: what waits for an agent, and what becomes of it. */
export function addQueue(program: Command, cli: Cli): void {
  const queue = program
    .command('queue')
    .description('show the tasks that wait for an agent, and steer those that wait or run')
    .addHelpText('after', EXAMPLES);
  queue
    .command('list', { isDefault: true })
    .description('show what waits, the next one first')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 100)
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander queue', 'commander queue list --limit 5 --json'))
    .action(async ({ limit, json = false }: ListOptions) => {
      const { showQueue } = await import('../show/show-queue.ts');
      await showQueue(cli, { limit, json });
    });
  queue
    .command('prioritize')
    .description('give a task another priority; one that waits moves in the queue')
    .argument(...TASK_ARGUMENT)
    .addArgument(new Argument('<priority>', 'how urgent it is from now on').choices(PRIORITIES))
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander queue prioritize 12-a1b2c3 critical'))
    .action(async (task: string, priority: string, { json = false }: { json?: boolean }) => {
      const { steer } = await import('../steer.ts');
      await steer(cli, { task, operation: 'queue.prioritize', input: { priority }, json });
    });
  queue
    .command('cancel')
    .description('stop a task for good, also while it runs; its container goes')
    .argument(...TASK_ARGUMENT)
    .option('--reason <words>', 'why, for its log')
    .option('-y, --yes', 'do not ask')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'commander queue cancel acme/web#12 --reason "done by hand"',
        'commander queue cancel 12-a1b2c3 -y --json',
      ),
    )
    .action(async (task: string, { reason, yes = false, json = false }: CancelOptions) => {
      const { steer } = await import('../steer.ts');
      const input = reason === undefined ? {} : { reason };
      await steer(cli, { task, operation: 'queue.cancel', input, json, asks: yes ? null : 'Stop' });
    });
  queue
    .command('retry')
    .description('try a task again that failed or was cancelled; one between two tries goes now')
    .argument(...TASK_ARGUMENT)
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander queue retry 12-a1b2c3'))
    .action(async (task: string, { json = false }: { json?: boolean }) => {
      const { steer } = await import('../steer.ts');
      await steer(cli, { task, operation: 'queue.retry', json });
    });
}
