import { STATUSES, type Status } from '@opencode-commander/task';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** How many tasks there are of each status, by the indexes whose names begin with `index`. */
export async function countStatuses(redis: RedisConnection, index: string): Promise<Record<Status, number>> {
  const numbers = await Promise.all(STATUSES.map((status) => redis.zcard(`${index}${status}`)));
  const [
    queued = 0,
    dispatched = 0,
    running = 0,
    waiting_human = 0,
    completed = 0,
    failed = 0,
    cancelled = 0,
  ] = numbers;
  return { queued, dispatched, running, waiting_human, completed, failed, cancelled };
}
