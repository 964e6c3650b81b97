import { type Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import type { RepositorySettings } from '../repositories/configure-repository.ts';
import type { RepositoryDecision } from '../repositories/decide-repository.ts';
import { examples } from './examples.ts';
import { JSON_OPTION, wholeNumber } from './options.ts';

const EXAMPLES = examples(
  'commander repos',
  'commander repos add acme/web',
  'commander repos block acme/legacy',
  'commander repos remove acme/web',
  'commander repos set acme/web --max-concurrent 1',
);

const REPOSITORY = ['<repository>', 'owner/name'] as const;

type Options = { json?: boolean };
type DecideOptions = Options & { yes?: boolean };
type SetOptions = RepositorySettings & Options;

/** `commander repos`: which repositories are served by hand. */
export function addRepos(program: Command, cli: Cli): void {
  const repos = program
    .command('repos')
    .description('list, add, remove or block repositories by hand; of all others their topics decide')
    .addHelpText('after', EXAMPLES);
  repos
    .command('list', { isDefault: true })
    .description('show the repositories that people have decided about')
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander repos', 'commander repos list --json'))
    .action(async ({ json = false }: Options) => {
      const { showRepositories } = await import('../repositories/show-repositories.ts');
      await showRepositories(cli, { json });
    });
  const decide = async (action: RepositoryDecision['action'], repo: string, options: DecideOptions) => {
    const { yes = false, json = false } = options;
    const { decideRepository } = await import('../repositories/decide-repository.ts');
    await decideRepository(cli, { action, repo, yes, json });
  };
  repos
    .command('add')
    .description('serve a repository without the topic')
    .argument(...REPOSITORY)
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander repos add acme/web'))
    .action((repo: string, options: Options) => decide('add', repo, options));
  repos
    .command('remove')
    .description('leave a repository to its topics again')
    .argument(...REPOSITORY)
    .option(...JSON_OPTION)
    .addHelpText('after', examples('commander repos remove acme/web'))
    .action((repo: string, options: Options) => decide('remove', repo, options));
  repos
    .command('block')
    .description('leave a repository alone, whatever its topics and labels say, and cancel its tasks')
    .argument(...REPOSITORY)
    .option('-y, --yes', 'do not ask')
    .option(...JSON_OPTION)
    .addHelpText(
      'after',
      examples('commander repos block acme/legacy', 'commander repos block acme/legacy -y --json'),
    )
    .action((repo: string, options: DecideOptions) => decide('block', repo, options));
  addSet(repos, cli);
}

const SETTINGS = ['max-concurrent', 'setup', 'image'];

const SET_EXAMPLES = examples(
  'commander repos set acme/web --max-concurrent 1 --setup "npm test"',
  'commander repos set acme/web --unset setup max-concurrent',
);

function addSet(repos: Command, cli: Cli): void {
  repos
    .command('set')
    .description('change the settings of a repository while commander runs')
    .argument(...REPOSITORY)
    .option('--max-concurrent <n>', 'how many of its tasks run at once', wholeNumber(1))
    .option('--setup <command>', 'how it is prepared and its tests are run; the agent is told so')
    .option('--image <image>', 'the container image of its agents')
    .addOption(
      new Option('--unset <setting...>', 'those that commander.toml is to decide again').choices(SETTINGS),
    )
    .option(...JSON_OPTION)
    .addHelpText('after', SET_EXAMPLES)
    .action(async (repo: string, { json = false, ...settings }: SetOptions) => {
      const { configureRepository } = await import('../repositories/configure-repository.ts');
      await configureRepository(cli, { repo, settings, json });
    });
}
