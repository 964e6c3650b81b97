import { expect, test } from 'vitest';
import { StaleEpochError, TaskNotFoundError } from '../../src/store/store-error.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

const diff = { files: [{ path: 'a', added: 1, deleted: null }], diff: '+a\n', truncated: false };

test('keeps what the run that has the task published, and nothing of another', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const { id } = aTask(1);
  await store.create(aTask(1));
  expect(await store.readDiff(id)).toBeNull();
  const { epoch } = await store.claim({ id, host: 'h', at: at(1) });
  await store.keepDiff(id, diff, { epoch });
  const late = store.keepDiff(id, { ...diff, diff: 'late' }, { epoch: epoch - 1 });
  await expect(late).rejects.toThrow(StaleEpochError);
  expect(await store.readDiff(id)).toEqual(diff);
});

test('keeps none of a task that is not there, and goes with its record', async () => {
  await using own = startPrefix();
  const store = createTaskStore({ ...own, retentionMs: -1000 });
  const { id } = aTask(1);
  await expect(store.keepDiff(id, diff, { epoch: 0 })).rejects.toThrow(TaskNotFoundError);
  await store.create(aTask(1));
  await store.keepDiff(id, diff, { epoch: 0 });
  await store.change({ id, epoch: 0, status: 'failed', at: at(1) });
  await store.counts();
  expect(await own.redis.keys(`*{${own.prefix}}*:diff`)).toEqual([]);
});

test('reads nothing of what is no diff', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const { id } = aTask(1);
  await store.create(aTask(1));
  for (const text of ['no JSON', '{"files": 1}']) {
    await own.redis.set(`{${own.prefix}}:task:${id}:diff`, text);
    expect(await store.readDiff(id)).toBeNull();
  }
});
