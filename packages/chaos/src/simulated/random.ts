/** Chances that the same seed gives in the same order anywhere. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1: mulberry32, which is fast and good enough for schedules. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to `end`, without `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** Throws RangeError when there is nothing to choose from. */
  pick<T>(from: readonly T[]): T {
    const chosen = from[this.below(from.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to choose from');
    return chosen;
  }
}

/** The seed of one of many schedules, so that each can be played alone. */
export function seedOf(seed: number, schedule: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(schedule + 1, 0x85ebca6b)) >>> 0;
}
