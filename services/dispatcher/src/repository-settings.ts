import type { Config } from '@opencode-commander/config';

type RepositorySettings = Pick<
  Config['repos'][number],
  'setup' | 'image' | 'nix' | 'protectedPaths' | 'maxConcurrent'
>;

/** The `[[repo]]` settings of a repository, or what holds where it has none. */
export function repositorySettings(
  { repos, publish, containers }: Config,
  fullName: string,
): RepositorySettings {
  const own = repos.find(({ name }) => name.toLowerCase() === fullName.toLowerCase());
  const { protectedPaths } = publish;
  return own ?? { setup: null, image: null, nix: containers.nix, protectedPaths, maxConcurrent: null };
}
