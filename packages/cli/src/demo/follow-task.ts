import type { TaskStore } from '@opencode-commander/queue';
import { isTerminal, type Task, type TaskEvent, type TaskId } from '@opencode-commander/task';

/** Hands over every event of the task, also of one that is yet to be queued, until it has ended; returns its record then. */
export async function followTask(store: TaskStore, { id, signal, onEvent }: Following): Promise<Task> {
  const events = store.followEvents(id, { signal });
  for await (const { event } of events) {
    await onEvent(event);
    if (event.type === 'status' && isTerminal(event.status)) {
      const task = await store.get(id);
      if (task !== null && isTerminal(task.status)) return task;
    }
  }
  throw signal.reason;
}

type Following = {
  id: TaskId;
  signal: AbortSignal;
  /** The next event waits until what it gives has settled. */
  onEvent: (event: TaskEvent) => void | Promise<void>;
};
