import type { TaskId } from '@opencode-commander/task';
import type { RedisConnection } from '../redis/redis-connection.ts';

const AT_ONCE = 500;

/** Notes when each task ended that a commander of before this index has ended. */
export async function fillEnded({
  redis,
  index,
  endOf,
}: {
  redis: RedisConnection;
  /** What the indexes' names begin with. */
  index: string;
  /** When a task ended, in ms; 0 where nobody knows. */
  endOf: (id: TaskId) => Promise<number>;
}): Promise<void> {
  const [expiry, ended] = [`${index}expiry`, `${index}ended`];
  const [all, known] = await Promise.all([redis.zcard(expiry), redis.zcard(ended)]);
  if (known >= all) return;
  for (let from = 0; from < all; from += AT_ONCE) {
    const ids = await redis.zrange(expiry, from, from + AT_ONCE - 1);
    const ends = await Promise.all(ids.map(async (id) => [await endOf(id), id] as const));
    if (ends.length > 0) await redis.zadd(ended, 'NX', ...ends.flat());
  }
}
