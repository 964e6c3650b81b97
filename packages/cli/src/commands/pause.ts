import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const REPO_OPTION = ['--repo <owner/name>', 'one repository instead of everything'] as const;
const PROVIDER_OPTION = ['--provider <name>', 'one model provider instead of everything'] as const;

const PAUSE_EXAMPLES = examples(
  'commander pause --reason "GitHub is down"',
  'commander pause --repo acme/web --preempt',
  'commander pause --provider anthropic --json',
);
const RESUME_EXAMPLES = examples('commander resume', 'commander resume --repo acme/web');

type ScopeOptions = { repo?: string; provider?: string; json?: boolean };
type PauseOptions = ScopeOptions & { preempt?: boolean; reason?: string };

/** `commander pause`, `resume` and `pauses`: what no agent begins on. */
export function addPause(program: Command, cli: Cli): void {
  program
    .command('pause')
    .description('have no agent begin on anything, in one repository, or with one model provider')
    .option(...REPO_OPTION)
    .option(...PROVIDER_OPTION)
    .option('--preempt', 'let go of what runs, which goes on once it is resumed; else that runs to its end')
    .option('--reason <text>', 'why, in a few words; the issues that wait show it')
    .option(...JSON_OPTION)
    .addHelpText('after', PAUSE_EXAMPLES)
    .action(async ({ json = false, ...wanted }: PauseOptions) => {
      const { pauseWork } = await import('../pauses/pause-work.ts');
      await pauseWork(cli, wanted, { json });
    });
  program
    .command('resume')
    .description('lift the pause of everything, of one repository, or of one model provider')
    .option(...REPO_OPTION)
    .option(...PROVIDER_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', RESUME_EXAMPLES)
    .action(async ({ json = false, ...wanted }: ScopeOptions) => {
      const { resumeWork } = await import('../pauses/resume-work.ts');
      await resumeWork(cli, wanted, { json });
    });
  program
    .command('pauses')
    .description('show what is paused: who, why and since when')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander pauses', 'commander pauses --json'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const { showPauses } = await import('../pauses/show-pauses.ts');
      await showPauses(cli, { json });
    });
}
