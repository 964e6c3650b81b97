import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** A model provider that is left alone until `untilMs` (Unix time in ms). */
export type ProviderPause = { provider: string; untilMs: number };

/** Leaves a provider alone; of several pauses the longest counts. Throws RedisError. */
export async function pauseProvider(keyspace: Keyspace, provider: string, untilMs: number): Promise<void> {
  await orRedisError(() => keyspace.redis.zadd(keyOf(keyspace), 'GT', Math.ceil(untilMs), provider));
}

/** Until when (Unix time in ms) a provider is left alone at `now`; null when it may be asked. Throws RedisError. */
export async function pausedUntil(keyspace: Keyspace, provider: string, now: Date): Promise<number | null> {
  const score = await orRedisError(() => keyspace.redis.zscore(keyOf(keyspace), provider));
  return score !== null && Number(score) > now.getTime() ? Number(score) : null;
}

/** The providers that are left alone at `now`, the ones free again first at the head. Throws RedisError. */
export async function pausedProviders(keyspace: Keyspace, now: Date = new Date()): Promise<ProviderPause[]> {
  const flat = await orRedisError(async () => {
    await keyspace.redis.zremrangebyscore(keyOf(keyspace), '-inf', now.getTime());
    return keyspace.redis.zrange(keyOf(keyspace), '0', '-1', 'WITHSCORES');
  });
  const pauses: ProviderPause[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2)
    pauses.push({ provider: flat[i] ?? '', untilMs: Number(flat[i + 1]) });
  return pauses;
}

function keyOf({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:paused-providers`;
}
