/** What arrives until it is collected. A full one loses its oldest. */
export type Mailbox<T> = {
  put(item: T, size: number): void;
  /** Everything that is there; without anything, waits for it, at most `ms` milliseconds or until the abort. */
  collect(ms: number, signal?: AbortSignal): Promise<T[]>;
};

/** `size` in the unit of the items' own sizes. */
export function createMailbox<T>(capacity: { items: number; size: number }): Mailbox<T> {
  let items: { item: T; size: number }[] = [];
  let total = 0;
  let wake = (): void => undefined;
  return {
    put: (item, size) => {
      items.push({ item, size });
      total += size;
      while (items.length > capacity.items || total > capacity.size) total -= items.shift()?.size ?? total;
      wake();
    },
    collect: async (ms, signal) => {
      if (items.length === 0 && ms > 0 && !signal?.aborted) await arrival(ms, signal);
      const collected = items.map(({ item }) => item);
      items = [];
      total = 0;
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
