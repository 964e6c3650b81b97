import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander outbox',
  'commander outbox replay status-12-a1b2c3',
  'commander outbox replay --all --json',
);

type ListOptions = { limit: number; json?: boolean };
type ReplayOptions = { all?: boolean; json?: boolean };

/** `commander outbox`: comments, labels and the like on their way to GitHub, and those that were given up. */
export function addOutbox(program: Command, cli: Cli): void {
  const outbox = program
    .command('outbox')
    .description('show what is still to be written on GitHub, and replay what was given up')
    .addHelpText('after', EXAMPLES);
  outbox
    .command('list', { isDefault: true })
    .description('show the writes that wait for GitHub, and the dead ones with the reason')
    .option('--limit <n>', 'at most so many of both', wholeNumber(1), 100)
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander outbox', 'commander outbox list --limit 20'))
    .action(async ({ limit, json = false }: ListOptions) => {
      const { showOutbox } = await import('../show/show-outbox.ts');
      await showOutbox(cli, { limit, json });
    });
  outbox
    .command('replay')
    .description('have dead writes tried again, in the order in which they were asked for')
    .argument('[id]', 'one of them, as commander outbox list shows it')
    .option('--all', 'all of them')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('commander outbox replay status-12-a1b2c3', 'commander outbox replay --all --json'),
    )
    .action(async (id: string | undefined, { all = false, json = false }: ReplayOptions) => {
      const { replayOutbox } = await import('../replay-outbox.ts');
      await replayOutbox(cli, { id: id ?? null, all, json });
    });
}
