import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, TASK_ARGUMENT, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander answer 12-a1b2c3 2',
  'commander answer acme/web#12 Use the blue one, but only on the start page',
  'commander answer 12-a1b2c3 approve',
  'commander answer 12-a1b2c3 continue 5',
);

type Options = { question?: number; json?: boolean };

/** `commander answer`: what a comment on the issue would say. */
export function addAnswer(program: Command, cli: Cli): void {
  program
    .command('answer')
    .description('answer what a task waits for: with the number of an option, or as a comment would')
    .argument(...TASK_ARGUMENT)
    .argument('<words...>', 'the answer')
    .option('--question <n>', 'only if it still is the nth question that waits', wholeNumber(1))
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (task: string, words: string[], { question, json = false }: Options) => {
      const { steer } = await import('../steer.ts');
      const input = { reply: words.join(' '), ...(question !== undefined && { question }) };
      await steer(cli, { task, operation: 'answer', input, json });
    });
}
