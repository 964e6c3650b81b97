import { priorityNumber, type Task } from '@opencode-commander/task';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { findJob } from './task-queues.ts';

/** Moves a task's waiting job to the end of its new priority; one that has it already keeps its place. Throws RedisError. */
export async function changePriority(
  queues: Queues,
  { id, priority }: Pick<Task, 'id' | 'priority'>,
): Promise<void> {
  await orRedisError(async () => {
    const job = await findJob(queues, id);
    const wanted = priorityNumber(priority);
    if (job === null || job.priority === wanted) return;
    await job.changePriority({ priority: wanted });
  });
}
