import type { TaskId } from '@opencode-commander/task';
import { orRedisError } from './or-redis-error.ts';
import type { Queues } from './queues.ts';
import type { TaskStore } from './task-store.ts';

/** One run of a task. */
export type LiveRun = { taskId: TaskId; epoch: number };

/**
 * The runs that a worker holds at this moment: their jobs are locked, which a dead worker's are not for long. Throws
 * RedisError; CorruptTaskError when it cannot be told which run of its task a worker holds.
 */
export async function liveRuns(queues: Queues, store: Pick<TaskStore, 'get'>): Promise<LiveRun[]> {
  const held = await orRedisError(() => heldTasks(queues));
  const tasks = await Promise.all(held.map((id) => store.get(id)));
  return tasks.flatMap((task) => (task === null ? [] : [{ taskId: task.id, epoch: task.epoch }]));
}

async function heldTasks({ tasks, redis }: Queues): Promise<TaskId[]> {
  const jobs = await tasks.getActive();
  const held = await Promise.all(
    jobs.map(async ({ id, data: { taskId } }) => {
      // BullMQ's lock of a job: https://docs.bullmq.io/guide/workers/stalled-jobs
      return (await redis.exists(tasks.toKey(`${id}:lock`))) === 1 ? [taskId] : [];
    }),
  );
  return held.flat();
}
