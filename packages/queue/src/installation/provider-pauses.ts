import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { redisNow } from '../redis/redis-now.ts';
import { keyPrefix } from '../store/store-keys.ts';

/**
 * A model provider that is left alone for `forMs` from now on, until `untilMs` (Unix time in ms). Both by the clock of
 * Redis: that of a host may be an hour off.
 */
export type ProviderPause = { provider: string; forMs: number; untilMs: number };

/** Leaves a provider alone for so many ms; of several pauses the longest counts. Throws RedisError. */
export async function pauseProvider(
  keyspace: Keyspace,
  provider: string,
  forMs: number,
): Promise<ProviderPause> {
  const { redis } = keyspace;
  return orRedisError(async () => {
    const untilMs = Math.ceil((await redisNow(redis)) + forMs);
    await redis.zadd(keyOf(keyspace), 'GT', untilMs, provider);
    return { provider, forMs, untilMs };
  });
}

/** The pause of a provider; null when it may be asked. Throws RedisError. */
export async function providerPause(keyspace: Keyspace, provider: string): Promise<ProviderPause | null> {
  const { redis } = keyspace;
  const [score, now] = await orRedisError(() =>
    Promise.all([redis.zscore(keyOf(keyspace), provider), redisNow(redis)]),
  );
  return score !== null && Number(score) > now ? pauseOf(provider, Number(score), now) : null;
}

/** The providers that are left alone, the ones free again first at the head. Throws RedisError. */
export async function pausedProviders(keyspace: Keyspace): Promise<ProviderPause[]> {
  const { redis } = keyspace;
  return orRedisError(async () => {
    const now = await redisNow(redis);
    await redis.zremrangebyscore(keyOf(keyspace), '-inf', now);
    const flat = await redis.zrange(keyOf(keyspace), '0', '-1', 'WITHSCORES');
    return flat.flatMap((provider, i) => (i % 2 === 0 ? [pauseOf(provider, Number(flat[i + 1]), now)] : []));
  });
}

function pauseOf(provider: string, untilMs: number, now: number): ProviderPause {
  return { provider, untilMs, forMs: untilMs - now };
}

function keyOf({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:paused-providers`;
}
