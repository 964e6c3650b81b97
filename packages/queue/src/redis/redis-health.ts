import type { Redis } from 'ioredis';
import { orRedisError } from './or-redis-error.ts';
import { type RedisConnection, writableNodes } from './redis-connection.ts';
import { readInfo } from './redis-info.ts';
import { judgePersistence, readPersistence } from './require-persistence.ts';

/** How a server that takes writes is; sizes in bytes. */
export type RedisHealth = {
  /** Such as `7.0.15`. */
  version: string;
  keeps: ReturnType<typeof judgePersistence>;
  /** Its last attempt to write its data to disk failed. */
  cannotSave: boolean;
  /** Its `maxmemory-policy`. */
  eviction: string;
  usedBytes: number;
  /** Null where nothing limits it. */
  maxBytes: number | null;
};

/** Each server of a connection that takes writes. Throws RedisError. */
export function redisHealth(redis: RedisConnection): Promise<RedisHealth[]> {
  return orRedisError(() => Promise.all(writableNodes(redis).map(healthOf)));
}

/** https://redis.io/docs/latest/commands/info/ */
async function healthOf(node: Redis): Promise<RedisHealth> {
  const [server, persistence, memory, kept] = await Promise.all([
    readInfo(node, 'server'),
    readInfo(node, 'persistence'),
    readInfo(node, 'memory'),
    readPersistence(node),
  ]);
  const saves = ['aof_last_write_status', 'aof_last_bgrewrite_status', 'rdb_last_bgsave_status'];
  const max = Number(memory.get('maxmemory') ?? 0);
  return {
    version: server.get('redis_version') ?? 'unknown',
    keeps: judgePersistence(kept),
    cannotSave: saves.some((name) => persistence.get(name) === 'err'),
    eviction: memory.get('maxmemory_policy') ?? 'noeviction',
    usedBytes: Number(memory.get('used_memory') ?? 0),
    maxBytes: max > 0 ? max : null,
  };
}
