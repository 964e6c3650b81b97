import { GitHubError } from '@opencode-commander/github';
import type { Poller } from './poller.ts';
import { tick } from './tick.ts';

/** The name under which trouble with GitHub as a whole shows, in the log and in readiness. */
export const GITHUB = 'github';

const UNNAMED_PAUSE_MS = 60_000;

/** One tick and what becomes of its failure: noted once, and waited out when GitHub said for how long. */
export async function runTick(poller: Poller, signal: AbortSignal): Promise<void> {
  try {
    if (await poller.memory.isPaused()) return;
    await tick(poller, signal);
    poller.problems.solved(GITHUB);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof GitHubError && error.kind === 'rate_limited')
      await poller.memory.pause(error.retryAfterMs ?? UNNAMED_PAUSE_MS);
    poller.problems.report(GITHUB, error);
  }
}
