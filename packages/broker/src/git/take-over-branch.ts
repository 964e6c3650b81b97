import type { HostEnvironment } from '../host-environment.ts';
import type { Quarantine } from './create-quarantine.ts';
import { GitError } from './git-error.ts';
import { resolveBase } from './resolve-base.ts';
import { mustRunGit, runGit } from './run-git.ts';

export type TakingOver = {
  quarantine: Quarantine;
  /** The path of an earlier quarantine of the same branch. */
  from: string;
  /** The commit that the branch must have in its history. */
  since: string;
  environment?: HostEnvironment;
  signal?: AbortSignal;
};

/**
 * Brings the branch of an earlier quarantine into this one, where it has commits on top of `since`. Returns its head, null
 * where there is nothing to take over. Throws `GitError`.
 */
export async function takeOverBranch(taking: TakingOver): Promise<string | null> {
  const { quarantine, from, since, environment = {}, signal } = taking;
  const { branch, path } = quarantine;
  const headSha = await resolveBase({ path: from }, branch, environment);
  if (headSha === null || headSha === since || !(await descends(taking, headSha))) return null;
  const ref = `refs/heads/${branch}`;
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance'];
  const args = [`--git-dir=${path}`, 'fetch', ...options, '--', from, `+${ref}:${ref}`];
  await mustRunGit({ environment, signal, args, settings: [['protocol.file.allow', 'always']] });
  // Nobody pushes to the earlier one any more, but who would know.
  if ((await resolveBase(quarantine, branch, environment)) === headSha) return headSha;
  throw new GitError('failed', `${from} changed while ${branch} was taken over from it.`);
}

async function descends({ from, since, environment = {}, signal }: TakingOver, headSha: string) {
  const args = ['merge-base', '--is-ancestor', '--end-of-options', since, headSha];
  const result = await runGit({ environment, signal, args: [`--git-dir=${from}`, ...args] });
  return result.status === 'exited' && result.code === 0;
}
