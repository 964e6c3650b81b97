import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { UsageError } from '../usage-error.ts';
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

function everything(): Argument {
  return new Argument('[all]', 'everything, as without it').choices(['all']);
}

function requireOneScope(all: 'all' | undefined, { repo, provider }: ScopeOptions): void {
  const part = repo ?? provider;
  if (all !== undefined && part !== undefined)
    throw new UsageError(`all is everything, ${part} a part of it: name one of them`);
}

type ScopeOptions = { repo?: string; provider?: string; json?: boolean };
type PauseOptions = ScopeOptions & { preempt?: boolean; reason?: string };

/** `commander pause`, `resume` and `pauses`: what no agent begins on. */
export function addPause(program: Command, cli: Cli): void {
  program
    .command('pause')
    .description('have no agent begin on anything, in one repository, or with one model provider')
    .addArgument(everything())
    .option(...REPO_OPTION)
    .option(...PROVIDER_OPTION)
    .option('--preempt', 'let go of what runs, which goes on once it is resumed; else that runs to its end')
    .option('--reason <text>', 'why, in a few words; the issues that wait show it')
    .option(...JSON_OPTION)
    .addHelpText('after', PAUSE_EXAMPLES)
    .action(async (all: 'all' | undefined, { json = false, ...wanted }: PauseOptions) => {
      requireOneScope(all, wanted);
      const { pauseWork } = await import('../pauses/pause-work.ts');
      await pauseWork(cli, wanted, { json });
    });
  program
    .command('resume')
    .description('lift the pause of everything, of one repository, or of one model provider')
    .addArgument(everything())
    .option(...REPO_OPTION)
    .option(...PROVIDER_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', RESUME_EXAMPLES)
    .action(async (all: 'all' | undefined, { json = false, ...wanted }: ScopeOptions) => {
      requireOneScope(all, wanted);
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
