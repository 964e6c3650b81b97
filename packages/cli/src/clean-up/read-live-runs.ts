import type { Backbone } from '@opencode-commander/backbone';
import type { TaskId } from '@opencode-commander/task';

/** One run of a task. */
export type LiveRun = { taskId: TaskId; epoch: number };

/** The runs that a dispatcher holds at this moment: their jobs are locked, which a dead one's are not for long. */
export async function readLiveRuns({
  queues,
  redis,
  store,
}: Pick<Backbone, 'queues' | 'redis' | 'store'>): Promise<LiveRun[]> {
  const jobs = await queues.tasks.getActive();
  const runs = await Promise.all(
    jobs.map(async ({ id, data: { taskId } }) => {
      // BullMQ's lock of a job: https://docs.bullmq.io/guide/workers/stalled-jobs
      const isLocked = (await redis.exists(queues.tasks.toKey(`${id}:lock`))) === 1;
      const task = isLocked ? await store.get(taskId) : null;
      return task === null ? [] : [{ taskId, epoch: task.epoch }];
    }),
  );
  return runs.flat();
}
