export type Rate = {
  /** How often it may be, within `everyMs`. */
  most: number;
  everyMs: number;
  /** Milliseconds, on a clock that nobody sets. */
  now: () => number;
};

/** Says of each thing, as it is about to happen, whether it still may in the present span of time. */
export function createRate({ most, everyMs, now }: Rate): () => boolean {
  let since = now();
  let count = 0;
  return () => {
    if (now() - since >= everyMs) {
      since = now();
      count = 0;
    }
    count += 1;
    return count <= most;
  };
}
