import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const EXAMPLES = examples('commander doctor', 'commander doctor --config staging.toml --json');

/** `commander doctor`: what is missing. */
export function addDoctor(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description(
      'look at everything commander needs on this host, and at the installation it belongs to, and say what to do about what is missing',
    )
    .option(...JSON_OPTION)
    .addHelpText('after', `\n  Exits with 0 when nothing is missing, else with 4.\n${EXAMPLES}`)
    .action(async ({ json = false }: { json?: boolean }) => {
      const { diagnose } = await import('../diagnose/diagnose.ts');
      await diagnose(cli, json);
    });
}
