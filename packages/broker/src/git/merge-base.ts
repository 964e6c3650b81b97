import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { runGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

/** The commit that both commits of the mirror come from; null when they have none in common. Throws `GitError`. */
export async function mergeBase(
  mirror: Mirror,
  commits: readonly [string, string],
  environment: HostEnvironment = {},
): Promise<string | null> {
  const args = [`--git-dir=${mirror.path}`, 'merge-base', '--end-of-options', ...commits];
  const result = await runGit({ environment, args });
  if (result.status !== 'exited') throw new GitError('failed', `${mirror.path} could not be read in time.`);
  return result.code === 0 ? result.stdout.trim() : null;
}
