import { promoteTask } from '@opencode-commander/queue';
import type { Run } from '../run.ts';

/** A run has ended: the tasks that waited for its place in the repository look again now. */
export async function promoteWaiting({ context, task }: Run): Promise<void> {
  const { store, queues, log } = context;
  try {
    const queued = await store.list({ statuses: ['queued'] });
    const waiting = queued.filter(
      ({ source, waitsFor }) => source.repoId === task.source.repoId && waitsFor?.kind === 'repository',
    );
    for (const { id } of waiting) await promoteTask(queues, id);
  } catch (err) {
    // They look by themselves a little later.
    log.warn({ err, task: task.id }, 'the tasks that wait for a place could not be called');
  }
}
