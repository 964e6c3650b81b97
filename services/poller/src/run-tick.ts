import { GitHubError } from '@opencode-commander/github';
import { RedisError } from '@opencode-commander/queue';
import type { Poller } from './poller.ts';
import { GITHUB, REDIS } from './problems.ts';
import { tick } from './tick.ts';

const UNNAMED_PAUSE_MS = 60_000;

/** One tick and what becomes of its failure: noted once, and waited out when GitHub said for how long. */
export async function runTick(poller: Poller, signal: AbortSignal): Promise<void> {
  try {
    if (await poller.memory.isPaused()) return;
    await tick(poller, signal);
    for (const about of [GITHUB, REDIS]) poller.problems.solved(about);
  } catch (error) {
    if (signal.aborted) return;
    poller.problems.report(error instanceof RedisError ? REDIS : GITHUB, error);
    if (error instanceof GitHubError && error.kind === 'rate_limited')
      await poller.memory.pause(error.retryAfterMs ?? UNNAMED_PAUSE_MS);
  }
}
