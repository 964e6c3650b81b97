import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
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
export async function readRateLimits(keyspace: Keyspace, now: Date = new Date()): Promise<RateLimits> {
  const { redis } = keyspace;
  const [pausedUntil, resources] = await orRedisError(() =>
    Promise.all([redis.get(pauseKey(keyspace)), redis.smembers(resourcesKey(keyspace))]),
  );
  const states = await orRedisError(() =>
    Promise.all(resources.map((resource) => redis.hgetall(limitKey(keyspace, resource)))),
  );
  const limits = resources.flatMap((resource, i) => {
    const state = stateSchema.safeParse(states[i]);
    return state.success && state.data.resetAt > now.getTime() ? [{ resource, ...state.data }] : [];
  });
  const until = Number(pausedUntil ?? 0);
  limits.sort((a, b) => a.resource.localeCompare(b.resource));
  return { pausedUntil: until > now.getTime() ? until : null, limits };
}

export function limitKey({ prefix }: Keyspace, resource: string): string {
  return `${keyPrefix(prefix)}:rate:limit:${resource}`;
}

export function resourcesKey({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:rate:resources`;
}

/** Its value is when the pause ends. */
export function pauseKey({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:rate:paused`;
}
