import { expect, test } from 'vitest';
import { enqueueTask } from '../src/enqueue-task.ts';
import { liveRuns } from '../src/live-runs.ts';
import { createQueues } from '../src/queues.ts';
import { createTaskStore } from '../src/task-store.ts';
import { startTaskWorker } from '../src/task-worker.ts';
import { startPrefix } from './a-prefix.ts';
import { aTask, at } from './a-task.ts';
import { aborted, Collected } from './an-event.ts';

test('liveRuns tells the runs whose worker lives', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const runs = new Collected<string>();
  const queues = createQueues(own);
  const worker = await startTaskWorker({
    ...own,
    concurrency: 2,
    onError: (error) => expect.unreachable(error.message),
    run: async ({ taskId, signal }) => {
      await store.claim({ id: taskId, host: 'h', at: at(1) });
      runs.add(taskId);
      await aborted(signal);
      signal.throwIfAborted();
    },
  });
  for (const number of [1, 2]) {
    await store.create(aTask(number));
    await enqueueTask(queues, aTask(number));
  }
  await store.create(aTask(3, { status: 'running', epoch: 4 }));
  await runs.until(2);
  const both = [1, 2].map((number) => ({ taskId: aTask(number).id, epoch: 1 }));
  expect((await liveRuns(queues, store)).sort((a, b) => a.taskId.localeCompare(b.taskId))).toEqual(both);
  // As it is when its worker has died.
  await own.redis.del(queues.tasks.toKey(`run-${aTask(1).id}:lock`));
  expect(await liveRuns(queues, store)).toEqual(both.slice(1));
  await worker.stop(1_000);
  await queues.close();
});
