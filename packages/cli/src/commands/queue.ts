import { PRIORITIES } from '@opencode-commander/task';
import { Argument, type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import type { QueueFilter } from '../show/show-queue.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander queue',
  'commander queue list --repo acme/web --priority high --search footer',
  'commander queue list --state delayed --limit 5 --json',
  'commander queue prioritize 12-a1b2c3 critical',
  'commander queue move 12-a1b2c3 --before acme/web#7',
  'commander queue move acme/web#12 --to front',
  'commander queue cancel acme/web#12 --reason "done by hand"',
  'commander queue retry 12-a1b2c3',
);

type ListOptions = QueueFilter & { json?: boolean };
type MoveOptions = { before?: string; to?: string; json?: boolean };
type CancelOptions = { reason?: string; yes?: boolean; json?: boolean };

const STATES = ['waiting', 'delayed'] as const;

/** `commander queue`: what waits for an agent, and what becomes of it. */
export function addQueue(program: Command, cli: Cli): void {
  const queue = program
    .command('queue')
    .description('show the tasks that wait for an agent, and steer those that wait or run')
    .addHelpText('after', EXAMPLES);
  addList(queue, cli);
  addPrioritize(queue, cli);
  addMove(queue, cli);
  addCancel(queue, cli);
  addRetry(queue, cli);
}

function addList(queue: Command, cli: Cli): void {
  queue
    .command('list', { isDefault: true })
    .description('show what waits, the next one first')
    .option('--repo <owner/name>', 'only of one repository')
    .addOption(new Option('--priority <priority>', 'only of one priority').choices(PRIORITIES))
    .option('--search <words>', 'only with these words in the title')
    .addOption(new Option('--state <state>', 'only what waits for a slot, or is not due yet').choices(STATES))
    .option('--limit <n>', 'at most so many', wholeNumber(1), 100)
    .option('--offset <n>', 'pass over so many first', wholeNumber(0), 0)
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'commander queue',
        'commander queue list --repo acme/web --priority high --search footer',
        'commander queue list --state delayed --limit 5 --json',
      ),
    )
    .action(async ({ json = false, ...filter }: ListOptions) => {
      const { showQueue } = await import('../show/show-queue.ts');
      await showQueue(cli, { filter, json });
    });
}

function addPrioritize(queue: Command, cli: Cli): void {
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
}

function addMove(queue: Command, cli: Cli): void {
  queue
    .command('move')
    .description(
      'move a task that waits before another one, whose priority it takes over, or to an end of the queue',
    )
    .argument(...TASK_ARGUMENT)
    .option('--before <task>', 'the task that is to run right after it')
    .addOption(new Option('--to <end>', 'to an end of its queue instead').choices(['front', 'back']))
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples(
        'commander queue move 12-a1b2c3 --before acme/web#7',
        'commander queue move acme/web#12 --to front --json',
      ),
    )
    .action(async (task: string, { before, to, json = false }: MoveOptions) => {
      const { steer } = await import('../steer.ts');
      const others = before === undefined ? {} : { before };
      const input = to === undefined ? {} : { to };
      await steer(cli, { task, others, operation: 'queue.move', input, json });
    });
}

function addCancel(queue: Command, cli: Cli): void {
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
}

function addRetry(queue: Command, cli: Cli): void {
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
