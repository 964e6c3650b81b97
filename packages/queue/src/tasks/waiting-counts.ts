import { PRIORITIES, type Priority, priorityNumber } from '@opencode-commander/task';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { taskQueues } from './task-queues.ts';

/** How many runs wait for a slot, by priority, and how many for their time; over all queues. */
export type WaitingCounts = { queued: Record<Priority, number>; delayed: number };

/** Throws RedisError. */
export function waitingCounts(queues: Queues): Promise<WaitingCounts> {
  return orRedisError(async () => {
    const counts: WaitingCounts = { queued: { critical: 0, high: 0, medium: 0, low: 0 }, delayed: 0 };
    const numbers = PRIORITIES.map(priorityNumber);
    const read = (await taskQueues(queues)).map((queue) =>
      Promise.all([queue.getCountsPerPriority(numbers), queue.getDelayedCount()]),
    );
    for (const [queued, delayed] of await Promise.all(read)) {
      for (const priority of PRIORITIES) counts.queued[priority] += queued[priorityNumber(priority)] ?? 0;
      counts.delayed += delayed;
    }
    return counts;
  });
}
