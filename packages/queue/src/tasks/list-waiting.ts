import { type Priority, priorityNumber, type TaskId } from '@opencode-commander/task';
import type { Queue } from 'bullmq';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { taskIdOf } from './task-queues.ts';

/** BullMQ's score of a waiting job is its priority times this, and its place (addPrioritizedJob.lua). */
export const PRIORITY_STEP = 0x1_0000_0000;

/** The tasks of a priority that a host has no slot for, the next one first: its own, then anybody's. Throws RedisError. */
export function listWaiting(queues: Queues, priority: Priority, host: string): Promise<TaskId[]> {
  return orRedisError(async () => {
    if (await queues.tasks.isPaused()) return [];
    const first = priorityNumber(priority) * PRIORITY_STEP;
    const last = first + PRIORITY_STEP - 1;
    const listed = [queues.onHost(host), queues.tasks].map((queue) =>
      queues.redis.zrangebyscore(queue.toKey('prioritized'), first, last),
    );
    return (await Promise.all(listed)).flat().map(taskIdOf);
  });
}

/** The number of the most urgent priority that waits in a queue; Infinity when nothing does, 0 for what lost its worker. */
export async function headPriority(queue: Pick<Queue, 'toKey'>, redis: RedisConnection): Promise<number> {
  const [inFront, [, score]] = await Promise.all([
    redis.llen(queue.toKey('wait')),
    redis.zrange(queue.toKey('prioritized'), 0, 0, 'WITHSCORES'),
  ]);
  if (inFront > 0) return 0;
  return score === undefined ? Number.POSITIVE_INFINITY : Math.floor(Number(score) / PRIORITY_STEP);
}
