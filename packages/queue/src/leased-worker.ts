import { DelayedError, type Job, Queue, UnrecoverableError, type Worker, type WorkerOptions } from 'bullmq';
import { connectRedis } from './connect-redis.ts';
import { Lease } from './lease.ts';
import { PostponeJob } from './postpone-job.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisError, withoutCommand } from './redis-error.ts';
import { type Renewal, RenewalWatchingWorker } from './renewal-watching-worker.ts';
import { keyPrefix } from './store-keys.ts';
import { within } from './within.ts';

export type WorkerSettings = {
  redisUrl: string;
  prefix: string;
  /** Hears of connection errors and lost locks; the worker goes on by itself. */
  onError: (error: Error) => void;
  /** How long a job stays ours without a sign of life, in ms. After a crash others wait about twice as long for it. */
  lockMs?: number;
};

export type LeasedWorkerOptions<Data> = WorkerSettings & {
  queue: string;
  /** Jobs at once over all workers of all processes; no limit unless given. */
  globalConcurrency?: number;
  options: Pick<WorkerOptions, 'concurrency' | 'limiter' | 'settings'>;
  /** Works on one job until the lease's signal aborts. What it throws decides what becomes of the job. */
  work: (job: Job<Data, void>, lease: Lease, worker: Worker<Data, void>) => Promise<void>;
  /** Hears of a job that came while the worker stops, before it goes back behind the others. */
  onGivenBack?: (job: Job<Data, void>) => Promise<unknown>;
};

const LOCK_MS = 30_000;
/** A worker that dies takes no attempt with it; callers count such deaths by `job.stalledCounter`. */
const MAX_STALLED = 1_000;
/** What BullMQ may take to put away jobs that have ended, when the worker stops. */
const CLOSE_MS = 5_000;
const ENDED_MS = 1_000;

/**
 * A BullMQ worker whose jobs hear in time that they lost their lock, and which can stop: the jobs are given back without
 * costing an attempt.
 */
export class LeasedWorker<Data> {
  readonly worker: Worker<Data, void>;
  readonly redis: RedisConnection;
  readonly #options: LeasedWorkerOptions<Data>;
  readonly #leases = new Map<Job<Data, void>, Lease>();
  readonly #lockMs: number;
  #stopped: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  static async start<Data>(options: LeasedWorkerOptions<Data>): Promise<LeasedWorker<Data>> {
    const redis = await connectRedis({ url: options.redisUrl, role: 'worker' });
    try {
      await limitGlobally(redis, options);
      return new LeasedWorker(redis, options);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  private constructor(redis: RedisConnection, options: LeasedWorkerOptions<Data>) {
    this.redis = redis;
    this.#options = options;
    this.#lockMs = options.lockMs ?? LOCK_MS;
    this.worker = new RenewalWatchingWorker<Data, void>(
      options.queue,
      (job, token) => this.#process(job, token ?? ''),
      {
        ...options.options,
        connection: redis,
        prefix: keyPrefix(options.prefix),
        lockDuration: this.#lockMs,
        stalledInterval: this.#lockMs / 2,
        maxStalledCount: MAX_STALLED,
        autorun: false,
        onRenewal: (renewal) => this.#renewed(renewal),
      },
    );
    this.worker.on('error', (error) => options.onError(withoutCommand(error)));
    this.worker.run().catch(options.onError);
  }

  /** Throws RedisError when the worker takes no jobs (any more): it has ended, or its connection is away. */
  checkRunning(): void {
    const { queue } = this.#options;
    // One that is held and has nothing left to do rests until it is resumed.
    const hasEnded = !this.worker.isRunning() && !this.worker.isPaused();
    if (hasEnded || this.#stopped)
      throw new RedisError(`The worker of the queue ${queue} has ended: restart the process`);
    if (this.redis.status !== 'ready')
      throw new RedisError(`The worker of the queue ${queue} has no connection to Redis`);
  }

  /** Claims nothing more until it is resumed; what runs goes on. One job that is just being fetched may still come. */
  async hold(): Promise<void> {
    await this.worker.pause(true);
  }

  /** Claims again; a worker that was stopped stays so. */
  async resume(): Promise<void> {
    if (!this.#stopped) await this.worker.resume();
  }

  /** Claims nothing more, aborts what runs, waits `graceMs` for it, gives back what has not ended by then. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  async #stop(graceMs: number): Promise<void> {
    await this.worker.pause(true);
    const idle = this.#idle();
    for (const lease of this.#leases.values()) lease.interrupt('shutdown');
    await within(graceMs, idle);
    const left = [...this.#leases];
    await within(CLOSE_MS, Promise.all(left.map(([job, lease]) => this.#giveUp(job, lease))));
    const closed = this.worker.close(left.length > 0);
    await within(this.redis.status === 'ready' ? CLOSE_MS : 0, closed);
    // Without Redis the worker would wait for ever to put its jobs away; losing its connection ends that.
    this.redis.disconnect();
    // BullMQ waits for the end of its own connection, and ioredis tells none of one that was about to be made anew.
    await within(ENDED_MS, closed);
  }

  async #process(job: Job<Data, void>, token: string): Promise<void> {
    if (this.#stopped) {
      await this.#options.onGivenBack?.(job).catch(this.#options.onError);
      await this.#giveBack(job, token);
      throw new DelayedError();
    }
    const lease = this.#grant(job, token);
    try {
      await this.#work(job, lease);
    } finally {
      lease.end();
      this.#leases.delete(job);
      if (this.#leases.size === 0) this.#onIdle?.();
    }
  }

  async #work(job: Job<Data, void>, lease: Lease): Promise<void> {
    let failure: unknown = null;
    try {
      await this.#options.work(job, lease, this.worker);
    } catch (error) {
      failure = error;
    }
    // Whatever it came to, the job is no longer ours to move; a DelayedError has BullMQ leave it alone.
    if (lease.interruption === 'lock_lost' || !this.#leases.has(job)) throw new DelayedError();
    if (failure === null) return;
    if (failure instanceof PostponeJob) await this.#postpone(job, lease, failure);
    if (lease.interruption !== 'shutdown') throw withoutRetry(failure);
    await this.#giveBack(job, lease.token);
    throw new DelayedError();
  }

  #grant(job: Job<Data, void>, token: string): Lease {
    // A job that comes back while its earlier run still winds down was lost by that run.
    for (const [other, lease] of this.#leases) if (other.id === job.id) lease.interrupt('lock_lost');
    const now = () => performance.now();
    // BullMQ stamps a job with the time just before it asked for it; on a clock that people set, hence the bounds.
    const age = Math.min(Math.max(0, Date.now() - (job.processedOn ?? 0)), this.#lockMs);
    const lease = new Lease({ token, lockMs: this.#lockMs, lockedAt: now() - age, now });
    this.#leases.set(job, lease);
    return lease;
  }

  #renewed({ tokens, lost, sentAt }: Renewal): void {
    for (const [job, lease] of this.#leases) {
      if (lost.includes(job.id ?? '')) lease.interrupt('lock_lost');
      else if (tokens.includes(lease.token)) lease.renewed(sentAt);
    }
  }

  /** Frees the slot until the job's time has come, without counting the attempt. */
  async #postpone(job: Job<Data, void>, lease: Lease, { untilMs, reason }: PostponeJob): Promise<never> {
    await job.updateProgress({ waits_for: reason, until: new Date(untilMs).toISOString() });
    await job.moveToDelayed(untilMs, lease.token);
    throw new DelayedError();
  }

  /** Gives back a job whose run did not stop in time. */
  async #giveUp(job: Job<Data, void>, lease: Lease): Promise<void> {
    lease.end();
    this.#leases.delete(job);
    await this.#giveBack(job, lease.token);
  }

  /** Puts the job where any worker takes it at once, without counting the attempt. */
  async #giveBack(job: Job<Data, void>, token: string): Promise<void> {
    await job.moveToDelayed(0, token).catch(this.#options.onError);
  }

  #idle(): Promise<void> {
    if (this.#leases.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }
}

async function limitGlobally<Data>(
  redis: RedisConnection,
  options: LeasedWorkerOptions<Data>,
): Promise<void> {
  if (options.globalConcurrency === undefined) return;
  const queue = new Queue(options.queue, { connection: redis, prefix: keyPrefix(options.prefix) });
  queue.on('error', options.onError);
  await queue.setGlobalConcurrency(options.globalConcurrency);
  await queue.close();
}

/** An error that says `retryable: false` ends its job, whatever attempts are left. */
function withoutRetry(error: unknown): unknown {
  const final = error instanceof Error && 'retryable' in error && error.retryable === false;
  return final ? Object.assign(new UnrecoverableError(error.message), { cause: error }) : error;
}
