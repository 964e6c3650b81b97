import { expect, test } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at, epochOf } from '../a-task.ts';

test('those that ended last come first, however long ago they were created; those that go on are left out', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const number of [1, 2, 3, 4]) await store.create(aTask(number));
  for (const [second, number] of [3, 1, 2].entries()) {
    const { id } = aTask(number);
    const change = { id, epoch: await epochOf(store, id), at: at(100 + second) };
    await store.change({ ...change, status: 'cancelled' });
  }
  const again = { id: aTask(1).id, epoch: await epochOf(store, aTask(1).id), at: at(200) };
  await store.change({ ...again, status: 'queued' });
  const numbers = async (limit: number) => (await store.listEnded(limit)).map(({ source }) => source.number);
  expect(await numbers(10)).toEqual([2, 3]);
  expect(await numbers(0)).toEqual([]);
});
