import type { TaskId } from '@opencode-commander/task';
import { jobIdOf } from './enqueue-task.ts';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';

/** Lets a postponed task, or one between two tries, have its turn now. False when it does not wait so. Throws RedisError. */
export function promoteTask(queues: Queues, id: TaskId): Promise<boolean> {
  return orRedisError(async () => {
    const jobId = jobIdOf(id);
    const job = await queues.tasks.getJob(jobId);
    if (job === undefined || (await job.getState()) !== 'delayed') return false;
    await job.promote();
    return true;
  });
}
