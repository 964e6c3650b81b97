import { isTerminal, type Task } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';
import { latestRound } from './latest-round.ts';

/** The follow-up that is queued, runs or waits; null when there is none. */
export async function openFollowUp(poller: Pick<Poller, 'store'>, root: Task): Promise<Task | null> {
  const latest = await latestRound(poller, root);
  return latest.round > 0 && !isTerminal(latest.status) ? latest : null;
}
