import { expect, test } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { listWaiting } from '../../src/tasks/list-waiting.ts';
import { claimPreemption, releasePreemption } from '../../src/tasks/preemption-claims.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

test('of many who would make room for a task one does, until it is released', async () => {
  await using own = startPrefix();
  const { id } = aTask(1);
  const claim = () => Promise.all([1, 2, 3].map(() => claimPreemption(own, id)));
  expect((await claim()).filter(Boolean)).toHaveLength(1);
  expect((await claim()).filter(Boolean)).toHaveLength(0);
  expect(await claimPreemption(own, aTask(2).id)).toBe(true);
  await releasePreemption(own, id);
  expect((await claim()).filter(Boolean)).toHaveLength(1);
});

test('the tasks of one priority wait in their order, and none does while the queue is paused', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  for (const number of [1, 2]) await enqueueTask(queues, aTask(number, { priority: 'critical' }));
  for (const priority of ['high', 'low'] as const) await enqueueTask(queues, aTask(3, { priority }));
  expect(await listWaiting(queues, 'critical', 'h')).toEqual([aTask(1).id, aTask(2).id]);
  await queues.tasks.pause();
  expect(await listWaiting(queues, 'critical', 'h')).toEqual([]);
  await queues.close();
});
