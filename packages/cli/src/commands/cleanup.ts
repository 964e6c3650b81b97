import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const EXAMPLES = examples('commander cleanup', 'commander cleanup --dry-run', 'commander cleanup -y --json');

type Options = { dryRun?: boolean; yes?: boolean; json?: boolean };

/** `commander cleanup`: what crashes left behind. */
export function addCleanup(program: Command, cli: Cli): void {
  program
    .command('cleanup')
    .description(
      'remove containers, run directories, quarantines and sessions that no task needs, on every host with a dispatcher and on this one',
    )
    .option('--dry-run', 'only say what would be removed')
    .option('-y, --yes', 'do not ask')
    .option(...JSON_OPTION)
    .addHelpText('after', EXAMPLES)
    .action(async ({ dryRun = false, yes = false, json = false }: Options) => {
      const { cleanUpHosts } = await import('../clean-up/clean-up-hosts.ts');
      await cleanUpHosts(cli, { yes, dryRun, json });
    });
}
