import { expect, test } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const link = { repoId: 7, number: 31, nodeId: 'PR_1', taskId: aTask(1).id };

test('a pull request is linked once, and unlinked by its repository and number', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  expect(await store.pulls()).toEqual([]);
  await store.linkPull(link);
  await store.linkPull(link);
  const other = { ...link, repoId: 8 };
  await store.linkPull(other);
  expect((await store.pulls()).sort((a, b) => a.repoId - b.repoId)).toEqual([link, other]);
  await store.unlinkPull(link);
  await store.unlinkPull(link);
  expect(await store.pulls()).toEqual([other]);
  await expect(store.linkPull({ ...link, taskId: 'no task' })).rejects.toThrow();
});
