import { changeTask, followThrough } from '@opencode-commander/control';
import type { Poller } from '../poller.ts';
import type { PullOccasion } from './occasion.ts';

/**
 * A pull request that was closed is open again: it is watched as before, and its task has done its work after all. Done again
 * it does what is left.
 */
export async function reopenPull(poller: Poller, { root, place, thread }: PullOccasion): Promise<void> {
  const { number, nodeId } = thread;
  const { task } = await changeTask(poller, root.id, ({ status, pull }) => {
    if (pull?.state === 'open') return null;
    const patch = { pull: { number, nodeId, state: 'open' as const } };
    if (status === 'completed') return { patch };
    return status === 'cancelled'
      ? { status: 'completed', patch, message: 'its pull request was opened again' }
      : null;
  });
  // The task may have another one by now.
  if (task.pull?.state !== 'open' || task.pull.number !== number) return;
  await poller.store.linkPull({ repoId: place.repoId, number, nodeId, taskId: root.id });
  await followThrough(poller, task);
}
