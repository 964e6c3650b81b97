import { type Command, InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT } from './options.ts';

const EXAMPLES = examples('commander budget 12-a1b2c3 5', 'commander budget acme/web#12 2.50 --json');

/** `commander budget`: money for one task. */
export function addBudget(program: Command, cli: Cli): void {
  program
    .command('budget')
    .description('add to what a task may cost; one that waits for just that goes on')
    .argument(...TASK_ARGUMENT)
    .argument('<usd>', 'dollars to add', dollars)
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, usd: number, { json = false }: { json?: boolean }) => {
      const { steer } = await import('../steer.ts');
      await steer(cli, { task, operation: 'budget.grant', input: { usd }, json });
    });
}

function dollars(text: string): number {
  const amount = Number(text.replace(/^\$/, ''));
  if (Number.isFinite(amount) && amount > 0) return amount;
  throw new InvalidArgumentError('It must be an amount of dollars, such as 2.50');
}
