import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';
import { takesWork, type WorkOptions, workOf } from './work.ts';

const EXAMPLES = examples(
  'commander run acme/web#12',
  'commander run https://github.com/acme/web/issues/12 --priority high',
  'commander run --repo acme/web "Fix the typo in the footer"',
  'commander run acme/web#12 | tail -n 1     # the address of the pull request',
);

/** `commander run`: one issue, or text, watched until its pull request. */
export function addRun(program: Command, cli: Cli): void {
  takesWork(program.command('run'))
    .description(
      'have an agent work on an issue, again where it failed or was cancelled, follow it, and print the address of its pull request',
    )
    .option(JSON_OPTION[0], 'print each event and, last, the task as lines of JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (work: string | undefined, { json = false, ...options }: WorkOptions) => {
      const { runWork } = await import('../run/run-work.ts');
      await runWork(cli, { ...workOf(work, options), json });
    });
}
