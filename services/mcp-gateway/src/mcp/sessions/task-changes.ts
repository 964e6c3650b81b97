import type { TaskStore } from '@opencode-commander/queue';
import type { TaskId } from '@opencode-commander/task';

/** Tells whoever listens of every task that was created or changed. */
export type TaskChanges = {
  /** Gives what ends it. */
  listen(listener: (id: TaskId) => void): () => void;
};

/** What the store tells, for any number of listeners over one connection; `stop` ends it. Throws RedisError. */
export async function hearChanges(
  store: Pick<TaskStore, 'onChange'>,
): Promise<TaskChanges & { stop(): Promise<void> }> {
  const listeners = new Set<(id: TaskId) => void>();
  const stop = await store.onChange((id) => {
    for (const listener of listeners) listener(id);
  });
  return {
    stop,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
