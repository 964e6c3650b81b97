import { type Priority, priorityNumber, type TaskId } from '@opencode-commander/task';
import { taskIdOf } from './enqueue-task.ts';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';

/** BullMQ's score of a waiting job is its priority times this, and its place (addPrioritizedJob.lua). */
const PRIORITY_STEP = 0x1_0000_0000;

/** The tasks of a priority that nobody takes for want of a slot, the next one first. Throws RedisError. */
export function listWaiting({ tasks, redis }: Queues, priority: Priority): Promise<TaskId[]> {
  return orRedisError(async () => {
    if (await tasks.isPaused()) return [];
    const first = priorityNumber(priority) * PRIORITY_STEP;
    const last = first + PRIORITY_STEP - 1;
    return (await redis.zrangebyscore(tasks.toKey('prioritized'), first, last)).map(taskIdOf);
  });
}
