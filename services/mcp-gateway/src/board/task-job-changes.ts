import type { ControlClient } from '@opencode-commander/control';
import { PRIORITIES, priorityNumber, taskIdSchema } from '@opencode-commander/task';
import type { Job } from 'bullmq';
import { z } from 'zod';
import { BoardError } from './board-error.ts';
import type { JobChanges } from './steer-job.ts';

const runSchema = z.object({ taskId: taskIdSchema });

/** What the board's buttons do with the run of a task. */
export function taskJobChanges(client: Pick<ControlClient, 'ask'>): JobChanges {
  const goOn = async (job: Job) => {
    const { retried } = await client.ask('queue.retry', { task_id: taskIdOf(job) });
    if (!retried)
      throw new BoardError('Its task neither failed, nor was cancelled, nor waits for its next try');
  };
  return {
    retry: goOn,
    promote: goOn,
    async remove(job) {
      if (job.finishedOn !== undefined)
        throw new BoardError('A run that has ended is history, and goes by itself');
      await client.ask('queue.cancel', { task_id: taskIdOf(job), reason: 'removed on the board' });
    },
    async changePriority(job, number) {
      const priority = PRIORITIES.find((each) => priorityNumber(each) === number);
      if (priority === undefined)
        throw new BoardError('Priorities are 1 critical, 2 high, 3 medium and 4 low');
      await client.ask('queue.prioritize', { task_id: taskIdOf(job), priority });
    },
  };
}

function taskIdOf({ data }: Job): string {
  const run = runSchema.safeParse(data);
  if (run.success) return run.data.taskId;
  throw new BoardError('This job names no task');
}
