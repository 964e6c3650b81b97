import { setTimeout as delay } from 'node:timers/promises';
import { checkWritable, type Keyspace } from '@opencode-commander/queue';
import { isRedisFault } from './is-redis-fault.ts';

const LOOK_EVERY_MS = 250;
/** Longer than a request to a Redis that does not answer takes to fail. */
const REFUSES_MS = 20_000;

export type Outlasting = {
  keyspace: Keyspace;
  /** Ends the waiting; from then on everything is tried once. */
  signal: AbortSignal;
  /** What a Redis that can be written to refuses for so long, in ms, it refuses for good. */
  refusesMs?: number;
};

/**
 * Does what needs Redis, and does it again once Redis is back, as long as `signal` lets it; `isAgain`: what was done before may
 * have arrived without a reply. Throws the signal's reason, and the RedisError of what is refused for good.
 */
export async function outlastRedis<T>(
  { keyspace, signal, refusesMs = REFUSES_MS }: Outlasting,
  work: (isAgain: boolean) => Promise<T>,
): Promise<T> {
  let refusedSince: number | null = null;
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await work(isAgain);
    } catch (error) {
      if (!isRedisFault(error) || signal.aborted) throw error;
      refusedSince ??= performance.now();
      if (performance.now() - refusedSince >= refusesMs) throw error;
    }
    if (await wasAway(keyspace, signal)) refusedSince = null;
  }
}

/** Resolves when Redis can be written to: with whether that had to be waited for. */
async function wasAway(keyspace: Keyspace, signal: AbortSignal): Promise<boolean> {
  for (let isAway = false; ; isAway = true) {
    // The timer's own error would hide why it was ended.
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    try {
      await checkWritable(keyspace);
      return isAway;
    } catch (error) {
      if (!isRedisFault(error)) throw error;
    }
  }
}
