import { type Task, taskId } from '@opencode-commander/task';
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
