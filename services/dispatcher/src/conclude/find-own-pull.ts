import { GitHubError } from '@opencode-commander/github';
import { WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** The pull request that an issue's task opened before it failed; null when there is none, or it cannot be asked. */
export async function findOwnPull({
  context,
  task,
}: Run): Promise<{ number: number; nodeId: string; url: string } | null> {
  if (task.followUp !== null || task.commits === 0) return null;
  try {
    const marker = { task: task.id, operation: WRITE_OPERATIONS.pullRequest };
    return await context.github.findPullRequest(task.source.repo, {
      head: task.branch,
      marker,
      since: task.bornEpoch,
    });
  } catch (err) {
    if (!(err instanceof GitHubError)) throw err;
    context.log.warn({ err, task: task.id }, 'it is not known whether there is a pull request already');
    return null;
  }
}
