import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples } from './examples.ts';
import { JSON_OPTION } from './options.ts';

const EXAMPLES = examples(
  'commander repos list',
  'commander repos add acme/web',
  'commander repos block acme/legacy --json',
  'commander repos remove acme/web',
);

const ACTIONS = [
  ['add', 'serve a repository without the topic'],
  ['remove', 'leave a repository to its topics again'],
  ['block', 'leave a repository alone, whatever its topics and labels say, and cancel its tasks'],
] as const;

type Options = { json?: boolean };

/** `commander repos`: which repositories are served by hand. */
export function addRepos(program: Command, cli: Cli): void {
  const repos = program
    .command('repos')
    .description('list, add, remove or block repositories by hand; of all others their topics decide')
    .addHelpText('after', EXAMPLES);
  repos
    .command('list')
    .description('show the repositories that people have decided about')
    .option(...JSON_OPTION)
    .action(async ({ json = false }: Options) => {
      const { showRepositories } = await import('../repositories/show-repositories.ts');
      await showRepositories(cli, { json });
    });
  for (const [action, description] of ACTIONS)
    repos
      .command(action)
      .description(description)
      .argument('<repository>', 'owner/name')
      .option(...JSON_OPTION)
      .action(async (repo: string, { json = false }: Options) => {
        const { decideRepository } = await import('../repositories/decide-repository.ts');
        await decideRepository(cli, { action, repo, json });
      });
}
