const MINUTES = 30;
const MINUTE_MS = 60_000;

type Look = { at: number; total: number };

/** How many tokens an agent uses, minute by minute, from looks at how many it has used in all. */
export class TokenRate {
  #looks: Look[] = [];

  /** `at` is in milliseconds, on a clock that nobody sets. */
  note(total: number, at: number): void {
    this.#looks = [...this.#looks.filter((look) => at - look.at <= (MINUTES + 1) * MINUTE_MS), { at, total }];
  }

  /** The last 30 minutes, oldest first; the last one ends now. */
  perMinute(now: number): number[] {
    const minutes = new Array<number>(MINUTES).fill(0);
    for (const [i, { at, total }] of this.#looks.entries()) {
      const before = this.#looks[i - 1];
      const minute = MINUTES - 1 - Math.floor((now - at) / MINUTE_MS);
      // What was used before the first look was used nobody knows when.
      if (before !== undefined && minute >= 0)
        minutes[minute] = (minutes[minute] ?? 0) + total - before.total;
    }
    return minutes;
  }
}
