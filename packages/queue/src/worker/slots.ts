/** A place for one job, until it is given back. */
export type Slot = { release(): void };

/** A queue that asks for a slot. */
export type Claimant = {
  /** The number of the most urgent priority that waits there, the lowest first; Infinity when nothing does. */
  urgency: () => Promise<number>;
  /** Aborted when it wants none any more. */
  signal: AbortSignal;
};

type Waiting = Claimant & { give: (slot: Slot | null) => void };

/** Room for so many jobs at once, shared by the workers of several queues: the most urgent job of all goes first. */
export class Slots {
  #count: number;
  /** Below zero while there are more jobs than there is room for. */
  #free: number;
  #granting = false;
  readonly #waiting: Waiting[] = [];

  constructor(count: number) {
    this.#count = count;
    this.#free = count;
  }

  /** From now on there is room for `count`; of more jobs than that each goes on to its end. */
  resize(count: number): void {
    this.#free += count - this.#count;
    this.#count = count;
    void this.#grant();
  }

  /** Resolves as soon as a slot is free and nobody else has more urgent work; null when the claimant gave up. */
  take(claimant: Claimant): Promise<Slot | null> {
    const { signal } = claimant;
    if (signal.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const leave = () => this.#leave(waiting);
      const give = (slot: Slot | null) => {
        signal.removeEventListener('abort', leave);
        resolve(slot);
      };
      const waiting: Waiting = { ...claimant, give };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', leave);
      void this.#grant();
    });
  }

  #leave(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    waiting.give(null);
  }

  async #grant(): Promise<void> {
    if (this.#granting) return;
    this.#granting = true;
    while (this.#free > 0 && this.#waiting.length > 0) {
      const chosen = await mostUrgent(this.#waiting);
      const at = this.#waiting.indexOf(chosen);
      // It may have left meanwhile.
      if (at < 0) continue;
      this.#waiting.splice(at, 1);
      this.#free -= 1;
      chosen.give(this.#slot());
    }
    this.#granting = false;
  }

  #slot(): Slot {
    let isHeld = true;
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#free += 1;
        void this.#grant();
      },
    };
  }
}

/** Of equals the one that has waited longest. */
async function mostUrgent(waiting: readonly Waiting[]): Promise<Waiting> {
  const [first, ...others] = [...waiting];
  if (first === undefined) throw new RangeError('nobody waits for a slot');
  if (others.length === 0) return first;
  let best = { claimant: first, urgency: await urgencyOf(first) };
  for (const claimant of others) {
    const urgency = await urgencyOf(claimant);
    if (urgency < best.urgency) best = { claimant, urgency };
  }
  return best.claimant;
}

/** Where Redis does not answer nothing is urgent: whoever gets the slot gives it back when there is no job. */
function urgencyOf({ urgency }: Claimant): Promise<number> {
  return urgency().catch(() => Number.POSITIVE_INFINITY);
}
