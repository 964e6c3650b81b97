import type { Place } from '../place.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** A model provider that is left alone until `untilMs` (Unix time in ms). */
export type ProviderPause = { provider: string; untilMs: number };

/** Leaves a provider alone; of several pauses the longest counts. Throws RedisError. */
export async function pauseProvider(place: Place, provider: string, untilMs: number): Promise<void> {
  await orRedisError(() => place.redis.zadd(keyOf(place), 'GT', Math.ceil(untilMs), provider));
}

/** Until when (Unix time in ms) a provider is left alone at `now`; null when it may be asked. Throws RedisError. */
export async function pausedUntil(place: Place, provider: string, now: Date): Promise<number | null> {
  const score = await orRedisError(() => place.redis.zscore(keyOf(place), provider));
  return score !== null && Number(score) > now.getTime() ? Number(score) : null;
}

/** The providers that are left alone at `now`, the ones free again first at the head. Throws RedisError. */
export async function pausedProviders(place: Place, now: Date = new Date()): Promise<ProviderPause[]> {
  const flat = await orRedisError(async () => {
    await place.redis.zremrangebyscore(keyOf(place), '-inf', now.getTime());
    return place.redis.zrange(keyOf(place), '0', '-1', 'WITHSCORES');
  });
  const pauses: ProviderPause[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2)
    pauses.push({ provider: flat[i] ?? '', untilMs: Number(flat[i + 1]) });
  return pauses;
}

function keyOf({ prefix }: Place): string {
  return `${keyPrefix(prefix)}:paused-providers`;
}
