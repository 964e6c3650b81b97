import type { RedisConnection } from '../redis/redis-connection.ts';
import { RedisError } from '../redis/redis-error.ts';
import { within } from '../redis/within.ts';
import type { ObservedWorker } from './observed-worker.ts';

export type LastingWorkerOptions<Data> = {
  queue: string;
  /** The connection that all its workers share. */
  redis: RedisConnection;
  concurrency: number;
  /** A worker that has not begun; it has connections of its own for what blocks. */
  create: () => ObservedWorker<Data, void>;
  /** How long a worker may take no jobs although it could, in ms. */
  deafMs: number;
  /** Done at each look at which Redis answers. */
  uphold: () => Promise<void>;
  onError: (error: Error) => void;
};

/** In so many looks of equal distance a worker must have gone round once. */
const LOOKS = 5;

/**
 * A BullMQ worker that is watched: one that looks for no jobs although it has a slot and Redis answers is let go, with what
 * it still runs, and a fresh one takes its place. Only looks count, not time: a process that was frozen was not deaf.
 */
export class LastingWorker<Data> {
  readonly #options: LastingWorkerOptions<Data>;
  readonly #retired = new Set<ObservedWorker<Data, void>>();
  readonly #timer: NodeJS.Timeout;
  #current: ObservedWorker<Data, void>;
  #looking = false;
  #answers = true;
  #rounds = 0;
  #silentLooks = 0;

  constructor(options: LastingWorkerOptions<Data>) {
    this.#options = options;
    this.#current = this.#begin();
    this.#timer = setInterval(() => void this.#look().catch(options.onError), options.deafMs / LOOKS);
  }

  get current(): ObservedWorker<Data, void> {
    return this.#current;
  }

  /** Throws RedisError when it takes no jobs at this moment. */
  check(): void {
    const { queue, redis } = this.#options;
    const fail = (what: string) => {
      throw new RedisError(`The worker of the queue ${queue} ${what}`);
    };
    // One that is held and has nothing left to do rests until it is resumed.
    if (!this.#current.isRunning() && !this.#current.isPaused()) fail('has ended: restart the process');
    if (redis.status !== 'ready') fail('has no connection to Redis');
    if (!this.#answers) fail('gets no answer from Redis');
    if (this.#silentLooks >= LOOKS - 1)
      fail('looks for no jobs any more: a fresh one is about to take its place');
  }

  /** Takes nothing more until it is resumed; what runs goes on. */
  async hold(): Promise<void> {
    await this.#current.pause(true);
  }

  async resume(): Promise<void> {
    await this.#current.resume();
  }

  /** Takes nothing more; what runs goes on. */
  async pause(): Promise<void> {
    clearInterval(this.#timer);
    await this.#current.pause(true);
  }

  /** Waits until everything is put away unless `force`; the connection stays the caller's. */
  async close(force: boolean): Promise<void> {
    clearInterval(this.#timer);
    const retired = [...this.#retired].map(async (worker) => {
      if (!force) await worker.idle();
      await worker.close(true);
    });
    await Promise.all([this.#current.close(force), ...retired]);
  }

  #begin(): ObservedWorker<Data, void> {
    const worker = this.#options.create();
    worker.run().catch(this.#options.onError);
    return worker;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.#answers = await answers(this.#options.redis, this.#options.deafMs / LOOKS);
      if (this.#answers) await this.#options.uphold();
    } finally {
      this.#looking = false;
    }
    const { rounds, busy, concurrency, isHeldUp } = this.#current;
    const mayLook = busy < concurrency && !isHeldUp && !this.#current.isPaused();
    const isSilent = this.#answers && rounds === this.#rounds && mayLook;
    this.#rounds = rounds;
    this.#silentLooks = isSilent ? this.#silentLooks + 1 : 0;
    if (this.#silentLooks >= LOOKS) this.#replace();
  }

  #replace(): void {
    const { queue, deafMs, onError } = this.#options;
    const old = this.#current;
    onError(
      new RedisError(
        `The worker of the queue ${queue} looked for no jobs in ${deafMs / 1000} s: a fresh one takes its place`,
      ),
    );
    this.#silentLooks = 0;
    this.#current = this.#begin();
    this.#retired.add(old);
    this.#retire(old).catch(onError);
  }

  async #retire(old: ObservedWorker<Data, void>): Promise<void> {
    await old.pause(true);
    this.#share();
    await old.idle();
    this.#share();
    await old.close(true);
    this.#retired.delete(old);
  }

  /** What those that were let go of still run takes slots of the fresh one. */
  #share(): void {
    const busy = [...this.#retired].reduce((sum, worker) => sum + worker.busy, 0);
    this.#current.limit(Math.max(1, this.#options.concurrency - busy));
  }
}

/** Whether Redis answers within `ms`. */
async function answers(redis: RedisConnection, ms: number): Promise<boolean> {
  if (redis.status !== 'ready') return false;
  let answered = false;
  const ping = redis.ping().then(
    () => {
      answered = true;
    },
    () => undefined,
  );
  await within(ms, ping);
  return answered;
}
