import type { Repository } from '@opencode-commander/github';
import type { Run } from '../run.ts';
import { TaskFailure } from '../task-failure.ts';
import { requireOpenPull } from './require-open-pull.ts';

/** Where the work is to end up. */
export type Target = {
  /** `owner/name` as GitHub has it now. */
  fullName: string;
  /** The branch that the pull request goes to. */
  baseBranch: string;
};

/**
 * Asks GitHub where the work is to end up. Throws a TaskFailure where it cannot: the name is another repository's, or the
 * pull request of a follow-up is not open any more.
 */
export async function findTarget(run: Run): Promise<Target> {
  const { fullName, defaultBranch } = await findRepository(run);
  const baseBranch = await requireOpenPull(run, fullName);
  return { fullName, baseBranch: baseBranch ?? defaultBranch };
}

/** A name can come to belong to another repository: the work must not end up there. */
async function findRepository({ context, task }: Run): Promise<Repository> {
  const { repo, repoId } = task.source;
  const found = await context.github.getRepository(repo);
  if (found.id === repoId) return found;
  throw new TaskFailure('github', `${repo} is another repository now than when the issue was taken`);
}
