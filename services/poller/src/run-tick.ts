import { GitHubError } from '@opencode-commander/github';
import { RateLimitedError, RedisError } from '@opencode-commander/queue';
import type { Poller } from './poller.ts';
import { GITHUB, REDIS } from './problems.ts';
import { tick } from './tick.ts';

/** One tick and what becomes of its failure: noted once. When GitHub wants a pause, its gate lets nothing through meanwhile. */
export async function runTick(poller: Poller, signal: AbortSignal): Promise<void> {
  try {
    await tick(poller, signal);
    for (const about of [GITHUB, REDIS]) poller.problems.solved(about);
  } catch (error) {
    if (signal.aborted) return;
    // How long the pause still takes is no news.
    if (isLimited(error) && isLimited(poller.problems.current(GITHUB))) return;
    poller.problems.report(error instanceof RedisError ? REDIS : GITHUB, error);
  }
}

function isLimited(error: unknown): boolean {
  return error instanceof RateLimitedError || (error instanceof GitHubError && error.kind === 'rate_limited');
}
