import { GitHubError } from '@opencode-commander/github';
import type { GitHubWrite } from '@opencode-commander/task';
import type { Poller } from './poller.ts';
import { GITHUB } from './run-tick.ts';
import { writeToGitHub } from './write-to-github.ts';

/** How long the outbox waits for somebody to set a valid token. */
const TOKEN_PAUSE_MS = 60_000;

/** A write of the outbox and what becomes of its failure: a refused token loses no write, a rate limit pauses the ticks too. */
export async function carryOut(poller: Poller, write: GitHubWrite): Promise<void> {
  try {
    await writeToGitHub(poller, write);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { kind, message, retryAfterMs } = error;
    if (kind === 'rate_limited' && retryAfterMs !== undefined) await poller.memory.pause(retryAfterMs);
    if (kind !== 'unauthorized') throw error;
    poller.problems.report(GITHUB, error);
    throw new GitHubError(message, { kind, retryAfterMs: TOKEN_PAUSE_MS, cause: error });
  }
}
