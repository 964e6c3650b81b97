import type { GitHubWrite } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import type { Check } from './carry-out.ts';

/** Writes a comment of its own, once per task and operation. */
export async function writeComment(
  { store, github }: Poller,
  { taskId: task, epoch, operation, body, at }: Extract<GitHubWrite, { kind: 'comment' }>,
  check: Check,
): Promise<void> {
  const place = at ?? (await store.get(task))?.source;
  if (place === undefined) return;
  check();
  const marker = { task, epoch, operation };
  await github.upsertComment(place.repo, place.number, { marker, body, beforeSending: check });
}
