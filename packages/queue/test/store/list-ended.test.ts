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

test('a record that was rebuilt is where its task ended, however long records are kept', async () => {
  await using own = startPrefix();
  const [short, long] = [createTaskStore({ ...own, retentionMs: 60_000 }), createTaskStore(own)];
  const ended = (number: number, second: number) =>
    aTask(number, { status: 'completed', finishedAt: at(second), updatedAt: at(second) });
  await long.restore(ended(1, 10), null);
  await short.restore(ended(2, 30), null);
  await long.restore(ended(3, 20), null);
  expect((await long.listEnded(2)).map(({ source }) => source.number)).toEqual([2, 3]);
});

test('those that ended before there was an index are in it too', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const [number, second] of [
    [1, 20],
    [2, 30],
    [3, 10],
  ] as const)
    await store.restore(aTask(number, { status: 'failed', finishedAt: at(second) }), null);
  await own.redis.del(`{${own.prefix}}:index:ended`);
  expect((await store.listEnded(10)).map(({ source }) => source.number)).toEqual([2, 1, 3]);
});
