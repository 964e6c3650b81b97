import { z } from 'zod';
import type { Place } from '../place.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

const stateSchema = z.object({
  limit: z.coerce.number(),
  remaining: z.coerce.number(),
  /** Unix time in ms. */
  resetAt: z.coerce.number(),
});

/** What is left of one of GitHub's allowances, such as `core`, `graphql` or `search`. */
export type RateLimit = z.infer<typeof stateSchema> & { resource: string };

/** What all processes together know of GitHub's limits; instants are Unix time in ms. */
export type RateLimits = {
  /** GitHub told us to ask nothing until then; null when it did not. */
  pausedUntil: number | null;
  limits: RateLimit[];
};

/** The limits as they are at `now`: those whose time is over are left out. Throws RedisError. */
export async function readRateLimits(place: Place, now: Date = new Date()): Promise<RateLimits> {
  const { redis } = place;
  const [pausedUntil, resources] = await orRedisError(() =>
    Promise.all([redis.get(pauseKey(place)), redis.smembers(resourcesKey(place))]),
  );
  const states = await orRedisError(() =>
    Promise.all(resources.map((resource) => redis.hgetall(limitKey(place, resource)))),
  );
  const limits = resources.flatMap((resource, i) => {
    const state = stateSchema.safeParse(states[i]);
    return state.success && state.data.resetAt > now.getTime() ? [{ resource, ...state.data }] : [];
  });
  const until = Number(pausedUntil ?? 0);
  limits.sort((a, b) => a.resource.localeCompare(b.resource));
  return { pausedUntil: until > now.getTime() ? until : null, limits };
}

export function limitKey({ prefix }: Place, resource: string): string {
  return `${keyPrefix(prefix)}:rate:limit:${resource}`;
}

export function resourcesKey({ prefix }: Place): string {
  return `${keyPrefix(prefix)}:rate:resources`;
}

/** Its value is when the pause ends. */
export function pauseKey({ prefix }: Place): string {
  return `${keyPrefix(prefix)}:rate:paused`;
}
