import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';
import { takesWork, type WorkOptions, workOf } from './work.ts';

const EXAMPLES = examples(
  'commander enqueue acme/web#12',
  'commander enqueue ghe.example.com/acme/web#12 --priority critical',
  'commander enqueue acme/web#12 --again --json',
  'commander enqueue --repo acme/web --title "Fix it" --body - <notes.md',
);

type Options = WorkOptions & { again?: boolean };

/** `commander enqueue`: an issue, or a text, for whoever works on the queue. */
export function addEnqueue(program: Command, cli: Cli): void {
  takesWork(program.command('enqueue'))
    .description('put an issue, or a text that has none yet, into the queue')
    .option('--again', 'try it again when it has failed or was cancelled')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async (work: string | undefined, { again = false, json = false, ...options }: Options) => {
      const { enqueueWork } = await import('../enqueue-work.ts');
      await enqueueWork(cli, { ...workOf(work, options), again, json });
    });
}
