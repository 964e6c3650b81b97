import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';

const EXAMPLES = examples(
  'commander up',
  'commander up --config staging.toml',
  'COMMANDER_LOG_FORMAT=json commander up',
);

/** `commander up`: everything in one process, until Ctrl-C. */
export function addUp(program: Command, cli: Cli): void {
  program
    .command('up')
    .description('run the poller, a dispatcher and the gateway in this process until Ctrl-C')
    .addHelpText('after', EXAMPLES)
    .action(async () => {
      const { up } = await import('../up.ts');
      await up(cli);
    });
}
