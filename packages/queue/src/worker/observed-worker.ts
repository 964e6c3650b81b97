import { Job, UnrecoverableError, Worker, type WorkerOptions } from 'bullmq';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** A renewal of the locks behind `tokens`, except those of the `lost` job ids; `sentAt` by performance.now(). */
export type Renewal = { tokens: readonly string[]; lost: readonly string[]; sentAt: number };

export type ObservedWorkerOptions = WorkerOptions & {
  connection: RedisConnection;
  onRenewal: (renewal: Renewal) => void;
};

/** Also BullMQ's `drainDelay`. */
const LONGEST_BLOCK_S = 5;

/** A BullMQ worker that tells more of itself than its events do. */
export class ObservedWorker<Data, Result> extends Worker<Data, Result> {
  readonly #redis: RedisConnection;
  readonly #onRenewal: (renewal: Renewal) => void;
  #rounds = 0;
  #busy = 0;
  #onIdle: (() => void) | undefined;

  constructor(
    name: string,
    processor: (job: Job<Data, Result>, token?: string) => Promise<Result>,
    { onRenewal, ...options }: ObservedWorkerOptions,
  ) {
    super(name, processor, options);
    this.#redis = options.connection;
    this.#onRenewal = onRenewal;
  }

  /** How often it has looked for a job, or has put one away: a worker with a free slot does so every few seconds. */
  get rounds(): number {
    return this.#rounds;
  }

  /** How many jobs it has, until they are put away. */
  get busy(): number {
    return this.#busy;
  }

  /** It looks for no job, for it waits for something else than Redis. */
  get isHeldUp(): boolean {
    return false;
  }

  /** Lets it have so many jobs at once. */
  limit(concurrency: number): void {
    this.concurrency = concurrency;
  }

  /** Resolves when it has no job. */
  idle(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** No longer than it waits when nothing is delayed: a connection that is silent for longer than that is dead. */
  override get maximumBlockTimeout(): number {
    return LONGEST_BLOCK_S;
  }

  /** BullMQ's own event comes after the reply; how long a lock lasts counts from before the request. */
  override async extendJobLocks(jobIds: string[], tokens: string[], durationMs: number): Promise<string[]> {
    const sentAt = performance.now();
    const lost = await super.extendJobLocks(jobIds, tokens, durationMs);
    this.#onRenewal({ tokens, lost, sentAt });
    return lost;
  }

  protected override async moveToActive(token: string, name?: string) {
    this.#rounds += 1;
    return this.#nextReadable(token, () => super.moveToActive(token, name));
  }

  /** Whoever puts a job away gets the next one in the same step. */
  protected override async handleCompleted(...args: Parameters<Worker<Data, Result>['handleCompleted']>) {
    return this.#nextReadable(args[2], () => super.handleCompleted(...args));
  }

  protected override async handleFailed(...args: Parameters<Worker<Data, Result>['handleFailed']>) {
    return this.#nextReadable(args[2], () => super.handleFailed(...args));
  }

  /** The job that `next` gets, or the one behind it: BullMQ would leave one that it cannot read in the way of the others. */
  async #nextReadable(token: string, next: () => Promise<Job<Data, Result>>): Promise<Job<Data, Result>> {
    try {
      return await next();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await this.#giveUpUnreadable(token);
      return this.#nextReadable(token, () => super.moveToActive(token, this.opts.name));
    }
  }

  async #giveUpUnreadable(token: string): Promise<void> {
    for (const id of await this.#redis.lrange(this.toKey('active'), 0, -1)) {
      if ((await this.#redis.get(this.toKey(`${id}:lock`))) !== token) continue;
      const job = new Job<Data, Result>(this, 'unreadable', {} as Data, {}, id);
      const error = new UnrecoverableError(
        `Job ${id} of the queue ${this.name} cannot be read: it is no JSON`,
      );
      await job.moveToFailed(error, token, false);
      this.emit('failed', job, error, 'active');
    }
  }

  override async processJob(...args: Parameters<Worker<Data, Result>['processJob']>) {
    this.#busy += 1;
    try {
      return await super.processJob(...args);
    } finally {
      this.#busy -= 1;
      this.#rounds += 1;
      if (this.#busy === 0) this.#onIdle?.();
    }
  }
}
