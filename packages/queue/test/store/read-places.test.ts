import { expect, test } from 'vitest';
import type { TaskPlace } from '../../src/store/read-places.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at, epochOf } from '../a-task.ts';

test('every task is on one page, the newest on the first, also of those created at once', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const number of [1, 2, 3, 4, 5, 6, 7])
    await store.create({ ...aTask(number), createdAt: at(Math.floor(number / 3)) });
  const pages: TaskPlace[][] = [];
  for (let after: TaskPlace | undefined; ; after = pages.at(-1)?.at(-1)) {
    const page = await store.places({ limit: 2, ...(after !== undefined && { after }) });
    if (page.length === 0) break;
    pages.push(page);
  }
  expect(pages.map((page) => page.length)).toEqual([2, 2, 2, 1]);
  expect(pages.flat().map(({ id }) => id)).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => aTask(number).id));
});

test('those of several statuses stand in one row', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const number of [1, 2, 3, 4]) await store.create({ ...aTask(number), createdAt: at(number) });
  for (const number of [1, 3]) {
    const { id } = aTask(number);
    await store.change({ id, epoch: await epochOf(store, id), at: at(100), status: 'cancelled' });
  }
  const ids = async (statuses: ('queued' | 'cancelled' | 'failed')[]) =>
    (await store.places({ statuses, limit: 3 })).map(({ id }) => id);
  expect(await ids(['cancelled'])).toEqual([aTask(3).id, aTask(1).id]);
  expect(await ids(['queued', 'cancelled'])).toEqual([aTask(4).id, aTask(3).id, aTask(2).id]);
  expect(await ids(['failed'])).toEqual([]);
});
