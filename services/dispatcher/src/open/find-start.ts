import { type Mirror, mergeBase, resolveBase } from '@opencode-commander/broker';
import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';
import type { Target } from './find-target.ts';

/** The commits that a run's work is judged by, whatever earlier runs pushed into a quarantine. */
export type Start = {
  /** The commit of the base branch that the branch comes from. */
  baseSha: string;
  /** The commit the agent starts from: the base, or what GitHub's branch has already. */
  startSha: string;
  /** Where GitHub's branch is; null where there is none yet. */
  publishedSha: string | null;
};

/** Finds them in the mirror. Throws a TaskFailure where there is nothing to start from. */
export async function findStart(
  { context: { environment }, task }: Run,
  mirror: Mirror,
  { fullName, baseBranch }: Target,
): Promise<Start> {
  const head = await resolveBase(mirror, baseBranch, environment);
  if (head === null) {
    const advice = 'push a first one, then ask again';
    throw new TaskFailure('github', `${fullName} has no commit on its branch ${baseBranch}: ${advice}`);
  }
  const published = await resolveBase(mirror, task.branch, environment);
  if (published !== null) {
    const baseSha = (await mergeBase(mirror, [head, published], environment)) ?? head;
    return { baseSha, startSha: published, publishedSha: published };
  }
  if (task.followUp === null) return { baseSha: head, startSha: head, publishedSha: null };
  throw new TaskFailure('github', `the branch ${task.branch} of the pull request is gone from ${fullName}`);
}
