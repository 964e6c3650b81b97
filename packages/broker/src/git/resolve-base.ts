import type { HostEnvironment } from '../host-environment.ts';
import { GitError } from './git-error.ts';
import { runGit } from './run-git.ts';
import type { Mirror } from './sync-mirror.ts';

/** The commit at the head of `branch` in the mirror; null when there is none, as in an empty repository. */
export async function resolveBase(
  mirror: Mirror,
  branch: string,
  environment: HostEnvironment = {},
): Promise<string | null> {
  const args = [`--git-dir=${mirror.path}`, 'rev-parse', '--verify', '--quiet', '--end-of-options'];
  const result = await runGit({ environment, args: [...args, `refs/heads/${branch}^{commit}`] });
  if (result.status !== 'exited') throw new GitError('failed', `${mirror.path} could not be read in time.`);
  return result.code === 0 ? result.stdout.trim() : null;
}
