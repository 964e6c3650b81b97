/** opencode's clock beside ours: that of a virtual machine that slept may be hours behind. */
export type OpencodeClock = {
  /** Takes the `Date` header of an answer that has just come. */
  note(date: string | undefined): void;
  /** A moment by opencode's clock, by ours; both in milliseconds since 1970. */
  toOurs(ms: number): number;
};

/** The header counts whole seconds, and an answer takes its time: what differs by less has not changed. */
const SAME_MS = 5_000;

export function createOpencodeClock(now: () => number): OpencodeClock {
  let aheadMs = 0;
  return {
    note(date) {
      const ahead = Date.parse(date ?? '') - now();
      if (Math.abs(ahead - aheadMs) >= SAME_MS) aheadMs = ahead;
    },
    toOurs: (ms) => ms - aheadMs,
  };
}
