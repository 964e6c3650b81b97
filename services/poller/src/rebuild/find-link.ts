import type { PullLink } from '@opencode-commander/queue';
import type { TaskId } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** The open pull request that is watched for an issue's own task; null when none is. */
export async function findLink({ store }: Pick<Poller, 'store'>, rootId: TaskId): Promise<PullLink | null> {
  return (await store.pulls()).find(({ taskId }) => taskId === rootId) ?? null;
}
