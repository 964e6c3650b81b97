import { changePriority } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { ActingControl } from './control.ts';

/**
 * Gives a task's job the priority in its record. Of several who change it at once the record's word counts: who is last to
 * change the job looks at the record after that. Throws RedisError.
 */
export async function settlePriority(
  { queues, store }: Pick<ActingControl, 'queues' | 'store'>,
  task: Task,
): Promise<void> {
  for (let wanted: Task | null = task; wanted !== null; ) {
    await changePriority(queues, wanted);
    const now = await store.get(task.id);
    wanted = now?.priority === wanted.priority ? null : now;
  }
}
