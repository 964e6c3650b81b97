import { CorruptTaskError, type TaskStore } from '@opencode-commander/queue';
import type { Task, TaskId } from '@opencode-commander/task';

/** The tasks that things on this host were made for, by their records. */
export class Owners {
  readonly #store: Pick<TaskStore, 'get'>;
  readonly #onCorrupt: (error: CorruptTaskError) => void;
  readonly #unreadable = new Set<TaskId>();

  /** `onCorrupt` hears of each record that cannot be read once, until it can be. */
  constructor(store: Pick<TaskStore, 'get'>, onCorrupt: (error: CorruptTaskError) => void) {
    this.#store = store;
    this.#onCorrupt = onCorrupt;
  }

  /** Whether something is kept for a task: what `needs` says of its record. One that cannot be read may need it. Throws RedisError. */
  async keep(id: TaskId, needs: (task: Task | null) => boolean): Promise<boolean> {
    try {
      const task = await this.#store.get(id);
      this.#unreadable.delete(id);
      return needs(task);
    } catch (error) {
      if (!(error instanceof CorruptTaskError)) throw error;
      if (!this.#unreadable.has(id)) this.#onCorrupt(error);
      this.#unreadable.add(id);
      return true;
    }
  }
}
