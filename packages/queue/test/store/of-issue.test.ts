import { expect, test } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const issue = { host: 'github.com', repo: 'acme/web', number: 12 };

test('the tasks of an issue are found among those whose number begins like it', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const number of [1, 2, 12, 112, 120, 121]) await store.create(aTask(number));
  expect(await store.ofIssue(issue)).toEqual([aTask(12)]);
  expect(await store.ofIssue({ ...issue, repo: 'acme/other' })).toEqual([]);
  expect(await store.ofIssue({ ...issue, number: 13 })).toEqual([]);
});

test('and so are those of before there was an index', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  for (const number of [11, 12]) await store.create(aTask(number));
  await own.redis.del(`{${own.prefix}}:index:ids`);
  expect(await store.ofIssue(issue)).toEqual([aTask(12)]);
  await own.redis.zrem(`{${own.prefix}}:index:ids`, aTask(12).id);
  await store.get(aTask(12).id);
  expect(await store.ofIssue(issue)).toEqual([aTask(12)]);
});

test('what is forgotten is in no index any more', async () => {
  await using own = startPrefix();
  const store = createTaskStore({ ...own, retentionMs: 0 });
  await store.create(aTask(12, { status: 'completed' }));
  await expect.poll(() => store.counts()).toMatchObject({ completed: 0 });
  expect(await own.redis.keys(`{${own.prefix}}:index:*`)).toEqual([]);
});
