import { type GitHubWrite, markerData } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import type { Check } from './carry-out.ts';

/** Writes a comment of its own, once per task and operation. */
export async function writeComment(
  { store, github }: Poller,
  { taskId, epoch, operation, body, at, once }: Extract<GitHubWrite, { kind: 'comment' }>,
  check: Check,
): Promise<void> {
  const task = await store.get(taskId);
  const place = at ?? task?.source;
  if (place === undefined) return;
  const data = task === null ? undefined : markerData(task, operation);
  const marker = { task: taskId, epoch, operation, ...(data && { data }) };
  check();
  await github.upsertComment(place.repo, place.number, { marker, body, once, beforeSending: check });
}
