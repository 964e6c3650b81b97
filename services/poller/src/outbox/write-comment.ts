import type { GitHubWrite } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** Writes a comment of its own, once per task and operation. */
export async function writeComment(
  { store, github }: Poller,
  { taskId: task, epoch, operation, body, at }: Extract<GitHubWrite, { kind: 'comment' }>,
  signal: AbortSignal,
): Promise<void> {
  const place = at ?? (await store.get(task))?.source;
  if (place === undefined) return;
  signal.throwIfAborted();
  await github.upsertComment(place.repo, place.number, { marker: { task, epoch, operation }, body });
}
