import { EventEmitter, once } from 'node:events';
import type { TaskId } from '@opencode-commander/task';
import type { Run } from './run.ts';

/** The runs of this dispatcher, as long as each has its slot. */
export class OwnRuns {
  readonly #runs = new Map<TaskId, Run>();
  readonly #ended = new EventEmitter();

  /** Held until it is disposed of. */
  add(run: Run): Disposable {
    const { id } = run.task;
    this.#runs.set(id, run);
    return {
      [Symbol.dispose]: () => {
        if (this.#runs.get(id) === run) this.#runs.delete(id);
        this.#ended.emit(id);
      },
    };
  }

  /**
   * Resolves when no run of the task winds down here any more: one that has lost its job may still hold the container that the
   * next run takes up. Throws the signal's reason.
   */
  async untilEnded(id: TaskId, signal: AbortSignal): Promise<void> {
    while (this.#runs.has(id)) {
      await once(this.#ended, id, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  get(id: TaskId): Run | null {
    return this.#runs.get(id) ?? null;
  }

  all(): Run[] {
    return [...this.#runs.values()];
  }
}
