import type { Config } from '@opencode-commander/config';

type RepositorySettings = Pick<
  Config['repos'][number],
  'setup' | 'image' | 'protectedPaths' | 'maxConcurrent'
>;

/** The `[[repo]]` settings of a repository, or what holds where it has none. */
export function repositorySettings({ repos, publish }: Config, fullName: string): RepositorySettings {
  const own = repos.find(({ name }) => name.toLowerCase() === fullName.toLowerCase());
  return own ?? { setup: null, image: null, protectedPaths: publish.protectedPaths, maxConcurrent: null };
}
