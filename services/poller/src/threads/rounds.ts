import { isTerminal, type Task, taskId } from '@opencode-commander/task';
import type { Poller } from '../poller.ts';

/** The task of the highest round. */
export async function latestRound({ store }: Pick<Poller, 'store'>, root: Task): Promise<Task> {
  const { host, repoId, number } = root.source;
  for (let latest = root; ; ) {
    const next = await store.get(taskId({ host, repoId, number, round: latest.round + 1 }));
    if (next === null) return latest;
    latest = next;
  }
}

/** The follow-up that is queued, runs or waits; null when there is none. */
export async function openFollowUp(poller: Pick<Poller, 'store'>, root: Task): Promise<Task | null> {
  const latest = await latestRound(poller, root);
  return latest.round > 0 && !isTerminal(latest.status) ? latest : null;
}
