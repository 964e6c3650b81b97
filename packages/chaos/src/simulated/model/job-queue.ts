/** A job as BullMQ keeps it, as far as its delivery goes. */
export type Job<Data> = {
  id: string;
  data: Data;
  priority: number;
  order: number;
  state: 'waiting' | 'active';
  /** Not taken before that, in ms. */
  due: number;
  token: number;
  attempt: number;
  /** How often it lost its worker. */
  crashes: number;
};

/** A worker's hold on a job: it renews the lock as long as it lives. */
export type Hold = {
  jobId: string;
  owner: string;
  /** When the lock was renewed last; null as long as the worker lives and renews it. */
  renewedAt: number | null;
  /** When the worker hears that its lock is gone; null as long as it has no reason to. */
  lostAt: number | null;
  /** When the lock vanished without its worker's knowledge, null when it did not. */
  vanishedAt: number | null;
};

type QueueOptions = {
  lockMs: number;
  /** One job at a time over all workers. */
  onlyOne: boolean;
  /** Called when there may be a job to take. */
  onReady: () => void;
};

/** The run gets the rest of the lock's time to stop, as in packages/queue's Lease. */
const SAFE_SHARE = 0.8;

/** At-least-once delivery: a job whose lock has expired is given to somebody else, whatever its first worker still does. */
export class JobQueue<Data> {
  #jobs = new Map<string, Job<Data>>();
  readonly holds = new Map<number, Hold>();
  readonly #lockMs: number;
  readonly #onlyOne: boolean;
  readonly #onReady: () => void;
  #order = 0;
  #token = 0;

  constructor({ lockMs, onlyOne, onReady }: QueueOptions) {
    this.#lockMs = lockMs;
    this.#onlyOne = onlyOne;
    this.#onReady = onReady;
  }

  get lockMs(): number {
    return this.#lockMs;
  }

  get size(): number {
    return this.#jobs.size;
  }

  has(id: string): boolean {
    return this.#jobs.has(id);
  }

  jobs(): Iterable<Job<Data>> {
    return this.#jobs.values();
  }

  /** What lives already stays. */
  add(id: string, data: Data, { priority = 0, due = 0 } = {}): void {
    if (this.#jobs.has(id)) return;
    this.#order += 1;
    const fresh = { state: 'waiting' as const, token: 0, attempt: 1, crashes: 0 };
    this.#jobs.set(id, { id, data, priority, order: this.#order, due, ...fresh });
    this.#onReady();
  }

  /** Takes a job away, unless somebody works on it. */
  drop(id: string): void {
    if (this.#jobs.get(id)?.state === 'waiting') this.#jobs.delete(id);
  }

  /** The job that would be taken next. */
  peek(now: number): Job<Data> | null {
    let best: Job<Data> | null = null;
    for (const job of this.#jobs.values()) {
      if (job.state === 'active') {
        if (this.#onlyOne) return null;
      } else if (job.due <= now && (best === null || isBefore(job, best))) best = job;
    }
    return best;
  }

  /** When the next job is to be taken, in ms; a worker that sleeps until then is woken by what comes earlier. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { state, due } of this.#jobs.values()) {
      if (state === 'waiting') next = Math.min(next, due);
      else if (this.#onlyOne) return Number.POSITIVE_INFINITY;
    }
    return next;
  }

  take(owner: string, now: number): Job<Data> | null {
    const next = this.peek(now);
    if (next === null) return null;
    this.#token += 1;
    const taken = { ...next, state: 'active' as const, token: this.#token };
    this.#jobs.set(next.id, taken);
    const hold = { jobId: next.id, owner, renewedAt: null, lostAt: null, vanishedAt: null };
    this.holds.set(this.#token, hold);
    return taken;
  }

  complete({ id, token }: Job<Data>): void {
    if (this.isHeld({ id, token })) this.#jobs.delete(id);
    this.holds.delete(token);
    if (this.#onlyOne) this.#onReady();
  }

  /** Puts it back for `due`; without `attempt` that costs none. */
  putBack({ id, token }: Job<Data>, { due, attempt }: { due: number; attempt?: number }): void {
    const job = this.#jobs.get(id);
    if (job !== undefined && this.isHeld({ id, token }))
      this.#jobs.set(id, { ...job, state: 'waiting', due, attempt: attempt ?? job.attempt });
    this.holds.delete(token);
    this.#onReady();
  }

  /** A worker has stopped without putting its job away: nobody renews the lock. */
  leaveAll(owner: string, now: number): void {
    for (const hold of this.holds.values()) {
      if (hold.owner !== owner) continue;
      hold.renewedAt ??= now;
      hold.owner = 'nobody';
    }
  }

  isHeld({ id, token }: Pick<Job<Data>, 'id' | 'token'>): boolean {
    const job = this.#jobs.get(id);
    return job?.state === 'active' && job.token === token;
  }

  /** Gives the jobs whose lock has expired to others. */
  checkStalled(now: number): void {
    for (const job of this.#jobs.values()) {
      if (job.state !== 'active' || this.#isLocked(job.token, now)) continue;
      this.#jobs.set(job.id, { ...job, state: 'waiting', due: 0, crashes: job.crashes + 1 });
      this.#onReady();
    }
  }

  hasStalled(now: number): boolean {
    for (const { state, token } of this.#jobs.values())
      if (state === 'active' && !this.#isLocked(token, now)) return true;
    return false;
  }

  #isLocked(token: number, now: number): boolean {
    const hold = this.holds.get(token);
    if (hold === undefined) return false;
    // BullMQ looks twice, half a lock's time apart, before it gives a job without a lock to others.
    if (hold.vanishedAt !== null) return now < hold.vanishedAt + this.#lockMs / 2;
    return hold.renewedAt === null || now <= hold.renewedAt + this.#lockMs;
  }

  /** The worker's renewals do not reach the store any more; the last one was `agoMs` before. */
  pause(hold: Hold, { now, agoMs }: { now: number; agoMs: number }): void {
    hold.renewedAt ??= now - agoMs;
  }

  /** The worker's next renewal reaches the store: it has the lock still, or hears that it is gone at `hearsAt`. */
  resume(token: number, { now, hearsAt }: { now: number; hearsAt: number }): void {
    const hold = this.holds.get(token);
    if (hold === undefined) return;
    const expired = hold.renewedAt !== null && now > hold.renewedAt + this.#lockMs;
    if (expired || !this.isHeld({ id: hold.jobId, token })) hold.lostAt ??= hearsAt;
    else hold.renewedAt = null;
  }

  /** Whether a worker knows that it must stop; without the lease only its next renewal tells. */
  isInterrupted(token: number, now: number, lease: boolean): boolean {
    const hold = this.holds.get(token);
    if (hold === undefined || (hold.lostAt !== null && hold.lostAt <= now)) return true;
    return lease && hold.renewedAt !== null && now > hold.renewedAt + this.#lockMs * SAFE_SHARE;
  }

  snapshot(): () => void {
    const copy = new Map(this.#jobs);
    return () => {
      this.#jobs = new Map(copy);
      this.#onReady();
    };
  }

  clear(): void {
    this.#jobs.clear();
    this.#onReady();
  }
}

function isBefore<Data>(a: Job<Data>, b: Job<Data>): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority < b.priority;
}
