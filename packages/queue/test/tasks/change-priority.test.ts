import { Job } from 'bullmq';
import { expect, test, vi } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { changePriority } from '../../src/tasks/change-priority.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { jobIdOf } from '../../src/tasks/task-queues.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

test('a job that goes while its priority is changed, for its task was stopped, needs none', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const { id } = aTask(1);
  await enqueueTask(queues, aTask(1, { priority: 'low' }));
  const give = Job.prototype.changePriority;
  const going = vi.spyOn(Job.prototype, 'changePriority').mockImplementationOnce(async function (
    this: Job,
    wanted,
  ) {
    await queues.tasks.remove(jobIdOf(id));
    await give.call(this, wanted);
  });
  try {
    await changePriority(queues, { id, priority: 'high' });
    expect(going).toHaveBeenCalledOnce();
    expect(await queues.tasks.getJob(jobIdOf(id))).toBeUndefined();
  } finally {
    going.mockRestore();
    await queues.close();
  }
});
