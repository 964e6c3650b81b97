import { orRedisError } from './or-redis-error.ts';
import type { Place } from './place.ts';
import { keyPrefix } from './store-keys.ts';

/** A model provider that is left alone until `untilMs` (Unix time in ms). */
export type ProviderPause = { provider: string; untilMs: number };

/** Leaves a provider alone; of several pauses the longest counts. Throws RedisError. */
export async function pauseProvider(place: Place, provider: string, untilMs: number): Promise<void> {
  await orRedisError(() => place.redis.zadd(keyOf(place), 'GT', Math.ceil(untilMs), provider));
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
