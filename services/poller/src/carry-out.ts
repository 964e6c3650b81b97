import { GitHubError } from '@opencode-commander/github';
import { positionOf } from '@opencode-commander/queue';
import { type GitHubWrite, labelChanges, statusComment, type Task } from '@opencode-commander/task';
import type { Poller } from './poller.ts';
import { GITHUB } from './problems.ts';

/** How long the outbox waits for somebody to set a valid token. */
const TOKEN_PAUSE_MS = 60_000;

/**
 * Carries out one write of the outbox; doing it again changes nothing. Nothing more is written once `signal` is aborted:
 * another process may have the write by then. A refused token loses no write, a rate limit pauses the ticks too.
 * Throws GitHubError, RedisError, or the signal's reason.
 */
export async function carryOut(poller: Poller, write: GitHubWrite, signal: AbortSignal): Promise<void> {
  try {
    const task = await poller.store.get(write.taskId);
    if (write.kind === 'comment') await writeComment(poller, { write, task }, signal);
    else if (task !== null) await writeStatus(poller, task, signal);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { kind, message, retryAfterMs } = error;
    if (kind === 'rate_limited' && retryAfterMs !== undefined) await poller.memory.pause(retryAfterMs);
    if (kind !== 'unauthorized') throw error;
    poller.problems.report(GITHUB, error);
    throw new GitHubError(message, { kind, retryAfterMs: TOKEN_PAUSE_MS, cause: error });
  }
}

/** Brings the labels and the status comment to what the task's record says now. */
async function writeStatus(
  { github, queues, memory }: Poller,
  task: Task,
  signal: AbortSignal,
): Promise<void> {
  const { repo, number } = task.source;
  const { labels } = await github.getIssue(repo, number);
  signal.throwIfAborted();
  await github.changeLabels(repo, number, labelChanges(labels, task));
  const position = task.status === 'queued' ? await positionOf(queues, task.id) : null;
  const marker = { task: task.id, epoch: task.epoch, operation: 'status' };
  signal.throwIfAborted();
  await github.upsertComment(repo, number, { marker, body: statusComment(task, { position }) });
  await memory.rememberPosition(task.id, position);
}

type Comment = { write: Extract<GitHubWrite, { kind: 'comment' }>; task: Task | null };

async function writeComment(
  { github }: Poller,
  { write, task }: Comment,
  signal: AbortSignal,
): Promise<void> {
  const { taskId, epoch, operation, body, at } = write;
  const place = at ?? task?.source;
  if (place === undefined) return;
  signal.throwIfAborted();
  await github.upsertComment(place.repo, place.number, { marker: { task: taskId, epoch, operation }, body });
}
