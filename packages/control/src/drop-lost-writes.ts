import { orRedisError, type Queues } from '@opencode-commander/queue';

/**
 * Removes the dead writes of which Redis has kept only the id, and gives how many those were: nothing can be shown of them,
 * nor written, and they would be counted for weeks. Throws RedisError.
 */
export function dropLostWrites({ outbox, redis }: Queues): Promise<number> {
  return orRedisError(async () => {
    let dropped = 0;
    for (const id of await outbox.getRanges(['failed']))
      if ((await redis.exists(outbox.toKey(id))) === 0)
        dropped += await redis.zrem(outbox.toKey('failed'), id);
    return dropped;
  });
}
