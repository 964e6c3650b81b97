import type { TaskId } from '@opencode-commander/task';
import type { Run } from './run.ts';

/** The runs of this dispatcher, as long as each has its slot. */
export class OwnRuns {
  readonly #runs = new Map<TaskId, Run>();

  /** Held until it is disposed of. */
  add(run: Run): Disposable {
    this.#runs.set(run.task.id, run);
    return {
      [Symbol.dispose]: () => {
        // A task's next run may have begun while this one wound down.
        if (this.#runs.get(run.task.id) === run) this.#runs.delete(run.task.id);
      },
    };
  }

  get(id: TaskId): Run | null {
    return this.#runs.get(id) ?? null;
  }

  all(): Run[] {
    return [...this.#runs.values()];
  }
}
