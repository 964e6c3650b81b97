import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const EXAMPLES = examples('commander cleanup', 'commander cleanup -y --json');

type Options = { yes?: boolean; json?: boolean };

/** `commander cleanup`: what crashes left behind. */
export function addCleanup(program: Command, cli: Cli): void {
  program
    .command('cleanup')
    .description('remove containers, quarantines and run directories that no task owns')
    .option('-y, --yes', 'do not ask')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ yes = false, json = false }: Options) => {
      const { cleanUp } = await import('../clean-up/clean-up.ts');
      await cleanUp(cli, { yes, json });
    });
}
