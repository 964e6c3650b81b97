/** Why a job's signal was aborted: the process stops, or another worker may have the job by now. */
export type Interruption = 'shutdown' | 'lock_lost';

const MESSAGES: Record<Interruption, string> = {
  shutdown: 'The worker is stopping: the job goes to another one',
  lock_lost: 'The lock on the job is lost: another worker may have it',
};

/** The reason a job's signal is aborted with. */
export class JobInterrupted extends Error {
  readonly interruption: Interruption;

  constructor(interruption: Interruption) {
    super(MESSAGES[interruption]);
    this.name = 'JobInterrupted';
    this.interruption = interruption;
  }
}

/**
 * A worker's lease on one job. BullMQ tells nobody in time that a lock ran out, so the lease counts for itself, from the
 * moment before each renewal was sent, on a clock that no one sets; it aborts before the lock can have expired.
 */
export class JobLease {
  readonly token: string;
  readonly #controller = new AbortController();
  readonly #lockMs: number;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #endsAt = 0;

  /** `lockedAt`: on the clock `now`, no later than the lock was taken. */
  constructor({
    token,
    lockMs,
    lockedAt,
    now,
  }: {
    token: string;
    lockMs: number;
    lockedAt: number;
    now: () => number;
  }) {
    this.token = token;
    this.#lockMs = lockMs;
    this.#now = now;
    this.renewed(lockedAt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null while the lease holds. */
  get interruption(): Interruption | null {
    const reason: unknown = this.signal.reason;
    return reason instanceof JobInterrupted ? reason.interruption : null;
  }

  /** The lock was renewed by a request sent at `sentAt`. */
  renewed(sentAt: number): void {
    clearTimeout(this.#timer);
    if (this.signal.aborted) return;
    this.#endsAt = sentAt + this.#lockMs * SAFE_SHARE;
    this.#timer = setTimeout(() => this.interrupt('lock_lost'), Math.max(0, this.#endsAt - this.#now()));
  }

  /** Throws once the lease is over: by the clock too, since a process that was frozen goes on before its timers come. */
  check(): void {
    if (this.#now() >= this.#endsAt) this.interrupt('lock_lost');
    this.signal.throwIfAborted();
  }

  /** The first reason stays. */
  interrupt(interruption: Interruption): void {
    if (!this.signal.aborted) this.#controller.abort(new JobInterrupted(interruption));
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** The run gets the rest of the lock's time to stop. */
const SAFE_SHARE = 0.8;
