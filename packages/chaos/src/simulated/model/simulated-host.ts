/** A container with the session on its disk; it outlives the process that made it. */
export type Container = {
  id: string;
  host: string;
  taskId: string;
  epoch: number;
  state: 'running' | 'stopped';
  /** The number of the question that the session waits for, null for none. */
  waiting: number | null;
  /** The numbers of the questions it was given an answer to. */
  told: readonly number[];
  /** Its agent has finished. */
  done: boolean;
};

/** The containers of all hosts. */
export class Containers {
  readonly #all = new Map<string, Container>();
  #made = 0;

  create(made: Pick<Container, 'host' | 'taskId' | 'epoch'>): Container {
    this.#made += 1;
    const container: Container = {
      ...made,
      id: `c${this.#made}`,
      state: 'stopped',
      waiting: null,
      told: [],
      done: false,
    };
    this.#all.set(container.id, container);
    return container;
  }

  find(id: string, host: string): Container | null {
    const found = this.#all.get(id);
    return found?.host === host ? found : null;
  }

  /** Null when it is gone. */
  change(id: string, changes: Partial<Container>): Container | null {
    const container = this.#all.get(id);
    if (container === undefined) return null;
    const changed = { ...container, ...changes };
    this.#all.set(id, changed);
    return changed;
  }

  remove(id: string): void {
    this.#all.delete(id);
  }

  on(host: string): Container[] {
    return [...this.#all.values()].filter((each) => each.host === host);
  }

  all(): Container[] {
    return [...this.#all.values()];
  }
}
