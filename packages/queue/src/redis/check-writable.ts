import type { Keyspace } from '../keyspace.ts';
import { keyPrefix } from '../store/store-keys.ts';
import { orRedisError } from './or-redis-error.ts';

const KEPT_MS = 10_000;

/**
 * Made for a health check: a Redis that answers may still take no writes, for want of memory or disk, or as a replica.
 * Throws RedisError.
 */
export async function checkWritable({ redis, prefix }: Keyspace): Promise<void> {
  await orRedisError(() => redis.set(`${keyPrefix(prefix)}:writable`, '1', 'PX', KEPT_MS));
}
