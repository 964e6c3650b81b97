/** What arrives until it is collected. A full one loses its oldest. */
export type Mailbox<T> = {
  put(item: T): void;
  /** Everything that is there; without anything, waits for it, at most `ms` milliseconds or until the abort. */
  collect(ms: number, signal?: AbortSignal): Promise<T[]>;
};

export function createMailbox<T>(capacity: number): Mailbox<T> {
  let items: T[] = [];
  let wake = (): void => undefined;
  return {
    put: (item) => {
      items.push(item);
      if (items.length > capacity) items.shift();
      wake();
    },
    collect: async (ms, signal) => {
      if (items.length === 0 && ms > 0 && !signal?.aborted) await arrival(ms, signal);
      const collected = items;
      items = [];
      return collected;
    },
  };

  function arrival(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), ms);
      wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        wake = () => undefined;
        resolve();
      };
      signal?.addEventListener('abort', wake);
    });
  }
}
