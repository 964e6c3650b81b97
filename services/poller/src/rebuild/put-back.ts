import { ChangedMeanwhileError, dropTask, enqueueWrite, noteTaskCost } from '@opencode-commander/queue';
import { reconcile, type Shown, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/**
 * Writes a rebuilt record, over the older one that was read. Its job comes at the end of the tick. Throws
 * ChangedMeanwhileError when somebody else has written another: the next look begins with that.
 */
export async function putBack(
  { store, queues, log }: Poller,
  task: Task,
  { over, memo }: { over: Task | null } & Pick<Shown, 'memo'>,
): Promise<Task> {
  if (!(await store.restore(task, over))) throw new ChangedMeanwhileError(task.id, 'revision');
  log.info({ task: task.id, status: task.status, lost: over === null }, 'rebuilt from GitHub');
  const { repoId } = task.source;
  const { costUsd: usd } = task.usage;
  if (usd > 0) await noteTaskCost(queues, { repoId, taskId: task.id, usd });
  // Of the older record a job may wait, which would find nothing to run.
  if (reconcile({ record: task, job: 'waiting' }).rule === 'drop_job') await dropTask(queues, task.id);
  // What GitHub says of it already needs no write.
  if (memo?.status !== task.status) await enqueueWrite(queues, { kind: 'status', taskId: task.id });
  return task;
}
