import type { TaskStore } from '@opencode-commander/queue';
import { isTerminal, type Task, type TaskId } from '@opencode-commander/task';

const PATIENCE_MS = 300_000;

/** The task's record as soon as it is so; throws when the task has ended before, or nothing comes of it. */
export async function whenRecord(
  store: Pick<TaskStore, 'get' | 'onChange'>,
  id: TaskId,
  is: (task: Task) => boolean,
): Promise<Task> {
  let resolve: (task: Task) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const found = new Promise<Task>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  const look = async () => {
    const task = await store.get(id);
    if (task === null) return;
    if (is(task)) resolve(task);
    else if (isTerminal(task.status)) reject(new Error(`${id} has ended: ${task.failure?.message}`));
  };
  const late = setTimeout(() => reject(new Error(`nothing came of ${id}`)), PATIENCE_MS);
  const unsubscribe = await store.onChange((changed) => {
    if (changed === id) look().catch(reject);
  });
  try {
    await look();
    return await found;
  } finally {
    clearTimeout(late);
    await unsubscribe();
  }
}
