import { expect, test } from 'vitest';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';

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

test.each(['{', '{"repoId":7}'])(
  'a link that is %s is removed and said, and the others are told',
  async (text) => {
    await using own = startPrefix();
    const said: string[] = [];
    const store = createTaskStore({ ...own, onCorrupt: ({ message }) => said.push(message) });
    await store.linkPull(link);
    await own.redis.hset(`{${own.prefix}}:pulls`, '7#32', text);
    expect(await store.pulls()).toEqual([link]);
    expect(await store.pulls()).toEqual([link]);
    expect(said).toEqual([`The entry 7#32 of {${own.prefix}}:pulls in Redis cannot be read: it is removed`]);
  },
);

test('a link that cannot be read is made anew from the record of its task', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const { id, source } = aTask(1);
  await store.create(aTask(1));
  const { epoch } = await store.claim({ id, host: 'h', at: at(1) });
  await store.change({ id, epoch, status: 'running', at: at(2) });
  const pull = { number: 31, nodeId: 'PR_1', state: 'open' as const };
  await store.change({ id, epoch, status: 'completed', at: at(3), patch: { pull } });
  const own31 = { repoId: source.repoId, number: 31, nodeId: 'PR_1', taskId: id };
  await own.redis.hset(`{${own.prefix}}:pulls`, `${source.repoId}#31`, '{');
  expect(await store.pulls()).toEqual([own31]);
  expect(await store.pulls()).toEqual([own31]);
});
