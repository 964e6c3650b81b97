import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** Sessions of browsers that were ended before their time, for as long as they would have gone on. */
export type EndedSessions = {
  /** Notes that a session has ended; it would have gone on for so many ms. Throws RedisError. */
  add(id: string, forMs: number): Promise<void>;
  /** Throws RedisError. */
  has(id: string): Promise<boolean>;
};

/** The ones that every gateway over this Redis knows. */
export function endedSessions({ redis, prefix }: Keyspace): EndedSessions {
  const keyOf = (id: string) => `${keyPrefix(prefix)}:ended-session:${id}`;
  return {
    async add(id, forMs) {
      await orRedisError(() => redis.set(keyOf(id), '1', 'PX', Math.max(1, Math.ceil(forMs))));
    },
    has: async (id) => (await orRedisError(() => redis.exists(keyOf(id)))) === 1,
  };
}
