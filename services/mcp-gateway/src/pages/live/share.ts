/** How much longer than a read takes its value is good for, so that a slow Redis is not read all the time. */
const REST = 4;

export type ShareOptions = {
  /** For how long a value is good, in ms. */
  forMs: number;
  /** A clock in ms that nobody sets. */
  clock: () => number;
};

export type Shared<Value> = {
  /** Throws what the read throws. */
  get(): Promise<Value>;
  /** Has whoever asks next read anew: something was changed here. */
  forget(): void;
};

type Look<Value> = { value: Promise<Value>; goodUntil: number };

/** A read that everybody who asks within a while shares: however many look at a page, it is read once. */
export function share<Value>(read: () => Promise<Value>, { forMs, clock }: ShareOptions): Shared<Value> {
  let last: Look<Value> | null = null;
  const look = (): Look<Value> => {
    const began = clock();
    const rest = () => {
      begun.goodUntil = began + Math.max(forMs, REST * (clock() - began));
    };
    const begun = { value: read(), goodUntil: Number.POSITIVE_INFINITY };
    begun.value.then(rest, rest);
    return begun;
  };
  return {
    get() {
      if (last === null || clock() >= last.goodUntil) last = look();
      return last.value;
    },
    forget() {
      last = null;
    },
  };
}
