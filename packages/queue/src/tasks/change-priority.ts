import { priorityNumber, type Task } from '@opencode-commander/task';
import { ErrorCode } from 'bullmq';
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
    try {
      await job.changePriority({ priority: wanted });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  });
}

/** The task was stopped, or its run has ended, since its job was found: nothing is left to have a priority. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.JobNotExist;
}
