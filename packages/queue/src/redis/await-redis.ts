import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectRedisOptions, connectRedis } from './connect-redis.ts';
import { readRedisUrl } from './redis-address.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RedisAwayError, type RedisError } from './redis-error.ts';

export type RedisPatience = {
  /** How long to wait for a Redis that is not there yet, in ms. */
  forMs: number;
  /** Hears why it cannot be used yet: at first, and whenever that is another reason. What it throws ends the waiting. */
  onWait: (reason: RedisError) => Promise<void> | void;
};

export type AwaitRedisOptions = Omit<ConnectRedisOptions, 'signal'> & RedisPatience & { signal: AbortSignal };

const TRY_AGAIN_MS = 500;
/** Longer than a connection may take to come about: what takes longer is a Redis that loads its data, for however long. */
const SLOW_MS = 6_000;

/**
 * `connectRedis` for who is started beside Redis, and may be there first. What does not pass by itself, such as a wrong
 * password, is thrown at once, what may pass when the time is over; the signal's reason when it is aborted.
 */
export async function awaitRedis({ forMs, onWait, ...options }: AwaitRedisOptions): Promise<RedisConnection> {
  const { signal } = options;
  const until = performance.now() + forMs;
  let told: string | null = null;
  const tell = async (reason: RedisError) => {
    if (reason.message === told) return;
    told = reason.message;
    await onWait(reason);
  };
  for (;;) {
    signal.throwIfAborted();
    try {
      return await connect(options, tell);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RedisAwayError) || performance.now() >= until) throw error;
      await tell(error);
    }
    // Who aborts it is heard at once, above.
    await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function connect(
  options: ConnectRedisOptions,
  tell: (reason: RedisError) => Promise<void>,
): Promise<RedisConnection> {
  const connecting = connectRedis(options);
  const inTime = new AbortController();
  const slow = delay(SLOW_MS, null, { signal: inTime.signal }).catch(() => null);
  const first = await Promise.race([connecting, slow]).finally(() => inTime.abort());
  if (first !== null) return first;
  const { shown } = readRedisUrl(options.url);
  const reason = new RedisAwayError(
    `Redis at ${shown} is there and does not answer yet: it may be loading its data`,
  );
  await tell(reason).catch((error: unknown) => {
    connecting.then(
      (redis) => redis.disconnect(),
      () => undefined,
    );
    throw error;
  });
  return connecting;
}
