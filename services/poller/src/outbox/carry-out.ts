import { GitHubError } from '@opencode-commander/github';
import type { GitHubWrite } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { GITHUB } from '../problems.ts';
import { writeComment } from './write-comment.ts';
import { writeDirectly } from './write-directly.ts';
import { writeStatus } from './write-status.ts';

/** How long the outbox waits for somebody to set a valid token. */
const TOKEN_PAUSE_MS = 60_000;

/**
 * Carries out one write of the outbox; doing it again changes nothing. Nothing more is written once `signal` is aborted:
 * another process may have the write by then. A refused token loses no write.
 * Throws GitHubError, RedisError, or the signal's reason.
 */
export async function carryOut(poller: Poller, write: GitHubWrite, signal: AbortSignal): Promise<void> {
  try {
    await carryOutOne(poller, write, signal);
  } catch (error) {
    if (!(error instanceof GitHubError && error.kind === 'unauthorized')) throw error;
    const { kind, message } = error;
    poller.problems.report(GITHUB, error);
    throw new GitHubError(message, { kind, retryAfterMs: TOKEN_PAUSE_MS, cause: error });
  }
}

async function carryOutOne(poller: Poller, write: GitHubWrite, signal: AbortSignal): Promise<void> {
  if (write.kind === 'status') return writeStatus(poller, write.taskId, signal);
  if (write.kind === 'comment') return writeComment(poller, write, signal);
  signal.throwIfAborted();
  await writeDirectly(poller.github, write);
}
