import { priorityNumber, type Task } from '@opencode-commander/task';
import { jobIdOf } from './enqueue-task.ts';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';

/** Moves a task's waiting job to the end of its new priority; one that has it already keeps its place. Throws RedisError. */
export async function changePriority(
  queues: Queues,
  { id, priority }: Pick<Task, 'id' | 'priority'>,
): Promise<void> {
  await orRedisError(async () => {
    const job = await queues.tasks.getJob(jobIdOf(id));
    const wanted = priorityNumber(priority);
    if (job === undefined || job.priority === wanted) return;
    await job.changePriority({ priority: wanted });
  });
}
