import { positionOf } from '@opencode-commander/queue';
import { labelChanges, statusComment, type TaskId } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Brings the labels and the status comment to what the task's record says now. */
export async function writeStatus(
  { store, github, queues, memory }: Poller,
  id: TaskId,
  signal: AbortSignal,
): Promise<void> {
  const task = await store.get(id);
  if (task === null) return;
  const { repo, number } = task.source;
  const { labels } = await github.getIssue(repo, number);
  signal.throwIfAborted();
  await github.changeLabels(repo, number, labelChanges(labels, task));
  const position = task.status === 'queued' ? await positionOf(queues, id) : null;
  const marker = { task: id, epoch: task.epoch, operation: 'status' };
  signal.throwIfAborted();
  await github.upsertComment(repo, number, { marker, body: statusComment(task, { position }) });
  await memory.rememberPosition(id, position);
}
