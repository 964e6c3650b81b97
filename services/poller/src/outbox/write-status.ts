import { positionOf } from '@opencode-commander/queue';
import {
  labelChanges,
  markerData,
  statusComment,
  type TaskId,
  WRITE_OPERATIONS,
} from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import type { Check } from './carry-out.ts';

/** Brings the labels and the status comment to what the task's record says now. */
export async function writeStatus(
  { store, github, queues, memory }: Poller,
  id: TaskId,
  check: Check,
): Promise<void> {
  const task = await store.get(id);
  if (task === null) return;
  const { repo, number } = task.source;
  const position = task.status === 'queued' ? await positionOf(queues, id) : null;
  const { status: operation } = WRITE_OPERATIONS;
  const data = markerData(task, operation);
  const marker = { task: id, epoch: task.epoch, operation, ...(data && { data }) };
  check();
  await github.upsertComment(repo, number, {
    ...{ marker, body: statusComment(task, { position }) },
    beforeSending: check,
  });
  // After the comment: labels that are wrong are seen at the next look, a comment is not.
  const { labels } = await github.getIssue(repo, number);
  check();
  await github.changeLabels(repo, number, { ...labelChanges(labels, task), beforeSending: check });
  await memory.rememberPosition(id, position);
}
