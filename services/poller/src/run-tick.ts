import { RedisError } from '@opencode-commander/queue';
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
    poller.problems.report(error instanceof RedisError ? REDIS : GITHUB, error);
  }
}
