import type { TaskId } from '@opencode-commander/task';
import type { Queues } from '../queues.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { findJob } from './task-queues.ts';

/** Lets a postponed task, or one between two tries, have its turn now. False when it does not wait so. Throws RedisError. */
export function promoteTask(queues: Queues, id: TaskId): Promise<boolean> {
  return orRedisError(async () => {
    const job = await findJob(queues, id);
    if (job === null || (await job.getState()) !== 'delayed') return false;
    await job.promote();
    return true;
  });
}
