import { EventEmitter, on } from 'node:events';

/** A list that a test can wait for to have `count` entries. */
export class Collected<T> {
  readonly items: T[] = [];
  readonly #changed = new EventEmitter();

  add(item: T): void {
    this.items.push(item);
    this.#changed.emit('added');
  }

  async until(count: number): Promise<T[]> {
    if (this.items.length >= count) return this.items;
    for await (const _ of on(this.#changed, 'added')) if (this.items.length >= count) break;
    return this.items;
  }
}

/** Resolves when `signal` aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
