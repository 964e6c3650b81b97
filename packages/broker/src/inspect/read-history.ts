import { GitError } from '../git/git-error.ts';
import { type GitRun, runGit } from '../git/run-git.ts';
import { newCommits, type Range, type Repository, readObjects } from './range.ts';

/** Throws `GitError` unless `baseSha` names a commit that the quarantine can read. */
export async function requireBase(repository: Repository, baseSha: string): Promise<void> {
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(baseSha)) {
    if ((await revision(repository, baseSha)) === baseSha) return;
  }
  throw new GitError('failed', `${repository.path} does not have the base commit ${baseSha}: make it anew.`);
}

/** The commit at the head of the branch, null when it was never pushed. */
export function readHead(repository: Repository, branch: string): Promise<string | null> {
  return revision(repository, `refs/heads/${branch}`);
}

/** Whether the head has the base in its history. */
export async function descends({ repository, baseSha, headSha }: Range): Promise<boolean> {
  const result = await run(repository, ['merge-base', '--is-ancestor', baseSha, headSha]);
  return result.status === 'exited' && result.code === 0;
}

/** How many commits are new, counted up to `limit`. */
export async function countCommits(range: Range, limit: number): Promise<number> {
  const args = ['rev-list', '--count', `--max-count=${limit}`, ...newCommits(range)];
  return Number(await readObjects(range.repository, { args }));
}

async function revision(repository: Repository, name: string): Promise<string | null> {
  const result = await run(repository, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  if (result.status !== 'exited')
    throw new GitError('failed', `${repository.path} could not be read in time.`);
  return result.code === 0 ? result.stdout.trim() : null;
}

function run({ path, environment, signal }: Repository, args: GitRun['args']) {
  return runGit({ environment, signal, args: [`--git-dir=${path}`, ...args] });
}
