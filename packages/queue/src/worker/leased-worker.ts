import { DelayedError, type Job, UnrecoverableError, type Worker, type WorkerOptions } from 'bullmq';
import { connectRedis } from '../redis/connect-redis.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { RedisError, withoutCommand } from '../redis/redis-error.ts';
import { within } from '../redis/within.ts';
import { keyPrefix } from '../store/store-keys.ts';
import { headPriority } from '../tasks/list-waiting.ts';
import { createDelayWatch } from './delay-watch.ts';
import { createGlobalLimit, type GlobalLimit } from './global-limit.ts';
import { JobLease } from './job-lease.ts';
import { LastingWorker } from './lasting-worker.ts';
import { ObservedWorker, type ObservedWorkerOptions, type Renewal } from './observed-worker.ts';
import { PostponeJob } from './postpone-job.ts';
import type { Slots } from './slots.ts';
import { SlottedWorker } from './slotted-worker.ts';
import type { WorkerSettings } from './worker-settings.ts';

export type LeasedWorkerOptions<Data> = WorkerSettings & {
  queue: string;
  /** Jobs at once over all workers of all processes; no limit unless given. */
  globalConcurrency?: number;
  options: Pick<WorkerOptions, 'concurrency' | 'limiter' | 'settings' | 'name'>;
  /** Shared with the workers of other queues; jobs as `options` allow unless given. */
  slots?: Slots | undefined;
  /** Sees to what the queue needs in Redis besides its jobs, every few seconds: it may have been wiped. */
  uphold?: () => Promise<void>;
  /** Hears of each job that was put away, and of what failed it if that was so. */
  onEnded?: (job: Job<Data, void> | undefined, error?: Error) => void;
  /** Works on one job until the lease's signal aborts. What it throws decides what becomes of the job. */
  work: (job: Job<Data, void>, lease: JobLease, worker: Worker<Data, void>) => Promise<void>;
  /** Hears of a job that came while the worker stops, before it goes back behind the others. */
  onGivenBack?: (job: Job<Data, void>) => Promise<unknown>;
};

const LOCK_MS = 30_000;
/** Twice the longest that BullMQ waits for a job, or for a limit to end. */
const DEAF_MS = 20_000;
const LONGEST_WAIT_MS = 10_000;
/** How soon BullMQ tries again what Redis refused. */
const RETRY_MS = 2_000;
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
  readonly redis: RedisConnection;
  readonly #options: LeasedWorkerOptions<Data>;
  readonly #leases = new Map<Job<Data, void>, JobLease>();
  readonly #lockMs: number;
  readonly #limit: GlobalLimit;
  readonly #worker: LastingWorker<Data>;
  readonly #ending = new AbortController();
  #stopped: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  static async start<Data>(options: LeasedWorkerOptions<Data>): Promise<LeasedWorker<Data>> {
    const redis = await connectRedis({ url: options.redisUrl, role: 'worker' });
    try {
      const limit = createGlobalLimit(redis, options);
      await limit.uphold();
      return new LeasedWorker(redis, options, limit);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  private constructor(redis: RedisConnection, options: LeasedWorkerOptions<Data>, limit: GlobalLimit) {
    this.redis = redis;
    this.#limit = limit;
    this.#options = options;
    this.#lockMs = options.lockMs ?? LOCK_MS;
    const watchDelays = createDelayWatch(redis, () => performance.now());
    this.#worker = new LastingWorker<Data>({
      ...{ redis, queue: options.queue, onError: options.onError },
      concurrency: options.options.concurrency ?? 1,
      deafMs: options.deafMs ?? DEAF_MS,
      create: () => this.#create(),
      uphold: async () => {
        await limit.uphold();
        await options.uphold?.();
        await watchDelays(this.worker);
      },
    });
  }

  /** BullMQ's worker of this moment: another one takes its place when it takes no jobs any more. */
  get worker(): Worker<Data, void> {
    return this.#worker.current;
  }

  /** Throws RedisError when the worker takes no jobs (any more): it has ended, Redis is away, or it looks for none. */
  checkRunning(): void {
    if (this.#stopped)
      throw new RedisError(`The worker of the queue ${this.#options.queue} has ended: restart the process`);
    this.#worker.check();
  }

  /** Claims nothing more until it is resumed; what runs goes on. One job that is just being fetched may still come. */
  hold(): Promise<void> {
    return this.#worker.hold();
  }

  /** Claims again; a worker that was stopped stays so. */
  async resume(): Promise<void> {
    if (!this.#stopped) await this.#worker.resume();
  }

  /** Claims nothing more, aborts what runs, waits `graceMs` for it, gives back what has not ended by then. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  async #stop(graceMs: number): Promise<void> {
    await this.#worker.pause();
    this.#ending.abort();
    const idle = this.#idle();
    for (const lease of this.#leases.values()) lease.interrupt('shutdown');
    await within(graceMs, idle);
    const left = [...this.#leases];
    await within(CLOSE_MS, Promise.all(left.map(([job, lease]) => this.#giveUp(job, lease))));
    const closed = Promise.all([this.#worker.close(left.length > 0), this.#limit.close()]);
    await within(this.redis.status === 'ready' ? CLOSE_MS : 0, closed);
    // Without Redis the worker would wait for ever to put its jobs away; losing its connection ends that.
    this.redis.disconnect();
    // BullMQ waits for the end of its own connection, and ioredis tells none of one that was about to be made anew.
    await within(ENDED_MS, closed);
  }

  #create(): ObservedWorker<Data, void> {
    const { onEnded, onError } = this.#options;
    const worker = this.#createWorker();
    worker.on('error', (error) => onError(withoutCommand(error)));
    worker.on('completed', (job) => onEnded?.(job)).on('failed', (job, error) => onEnded?.(job, error));
    return worker;
  }

  #createWorker(): ObservedWorker<Data, void> {
    const { queue, slots } = this.#options;
    const processor = (job: Job<Data, void>, token?: string) => this.#process(job, token ?? '');
    const settings = this.#settings();
    if (slots === undefined) return new ObservedWorker<Data, void>(queue, processor, settings);
    const urgency = () => headPriority(this.worker, this.redis);
    const claimant = { urgency, signal: this.#ending.signal };
    return new SlottedWorker<Data, void>(queue, processor, { ...settings, slots, claimant });
  }

  #settings(): ObservedWorkerOptions {
    const { prefix, options } = this.#options;
    return {
      ...options,
      connection: this.redis,
      prefix: keyPrefix(prefix),
      lockDuration: this.#lockMs,
      stalledInterval: this.#lockMs / 2,
      maxStalledCount: MAX_STALLED,
      maximumRateLimitDelay: LONGEST_WAIT_MS,
      runRetryDelay: RETRY_MS,
      autorun: false,
      onRenewal: (renewal) => this.#renewed(renewal),
    };
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

  async #work(job: Job<Data, void>, lease: JobLease): Promise<void> {
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

  #grant(job: Job<Data, void>, token: string): JobLease {
    // A job that comes back while its earlier run still winds down was lost by that run.
    for (const [other, lease] of this.#leases) if (other.id === job.id) lease.interrupt('lock_lost');
    const now = () => performance.now();
    // BullMQ stamps a job with the time just before it asked for it; on a clock that people set, hence the bounds.
    const age = Math.min(Math.max(0, Date.now() - (job.processedOn ?? 0)), this.#lockMs);
    const lease = new JobLease({ token, lockMs: this.#lockMs, lockedAt: now() - age, now });
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
  async #postpone(job: Job<Data, void>, lease: JobLease, { forMs, reason }: PostponeJob): Promise<never> {
    // BullMQ's own clock; a wrong one is the delay watch's to see.
    const untilMs = Date.now() + forMs;
    await job.updateProgress({ waits_for: reason, until: new Date(untilMs).toISOString() });
    await job.moveToDelayed(untilMs, lease.token);
    throw new DelayedError();
  }

  /** Gives back a job whose run did not stop in time. */
  async #giveUp(job: Job<Data, void>, lease: JobLease): Promise<void> {
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

/** An error that says `retryable: false` ends its job, whatever attempts are left. */
function withoutRetry(error: unknown): unknown {
  const final = error instanceof Error && 'retryable' in error && error.retryable === false;
  return final ? Object.assign(new UnrecoverableError(error.message), { cause: error }) : error;
}
