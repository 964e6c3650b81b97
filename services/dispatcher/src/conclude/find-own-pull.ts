import { WRITE_OPERATIONS } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** The pull request that an earlier step of an issue's task opened; null when there is none. Throws GitHubError. */
export async function findOwnPull({
  context,
  task,
}: Run): Promise<{ number: number; nodeId: string; url: string } | null> {
  if (task.followUp !== null || task.commits === 0) return null;
  return context.github.findPullRequest(task.source.repo, {
    head: task.branch,
    marker: { task: task.id, operation: WRITE_OPERATIONS.pullRequest },
    since: task.bornEpoch,
  });
}
