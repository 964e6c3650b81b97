import { enqueueOnHost } from '@opencode-commander/queue';
import { newTask } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { dispatch, InputError, runOperation } from '../src/index.ts';
import { queueList, queueListOperation, queueListOutputSchema } from '../src/queue-list.ts';
import { startControl } from './a-control.ts';

type OwnControl = ReturnType<typeof startControl>;

async function file(control: OwnControl, number: number, title: string, more: object = {}): Promise<string> {
  const { task } = await dispatch(control, { github_issue_url: control.file({ number, title, ...more }) });
  return task.id;
}

async function numbers(control: OwnControl, filter: Parameters<typeof queueList>[1] = {}): Promise<number[]> {
  const listed = await queueList(control, filter);
  expect(queueListOutputSchema.parse(listed)).toEqual(listed);
  return listed.queue.map(({ task }) => task.number);
}

test('the most urgent come first, of equals the oldest, and of those what has a host', async () => {
  await using control = startControl();
  await file(control, 1, 'one', { labels: ['priority/low'] });
  await file(control, 2, 'two');
  await file(control, 3, 'three', { labels: ['priority/high'] });
  const onHost = await file(control, 4, 'four');
  await control.queues.tasks.remove(`run-${onHost}`);
  await enqueueOnHost(control.queues, { id: onHost, priority: 'medium' }, 'here');
  const listed = await queueList(control);
  expect(listed.queue.map(({ position, task }) => [task.number, position])).toEqual([
    [3, 1],
    [4, 1],
    [2, 2],
    [1, 3],
  ]);
  expect(listed.total).toBe(4);
  expect(await numbers(control, { limit: 2, offset: 1 })).toEqual([4, 2]);
});

test('those of a repository, a priority, or with words in their title', async () => {
  await using control = startControl();
  await file(control, 1, 'Fix the [web] footer');
  await file(control, 2, 'Fix the header', { labels: ['priority/high'] });
  await file(control, 3, 'Other', { repo: 'acme/api' });
  expect(await numbers(control, { repo: 'ACME/web' })).toEqual([2, 1]);
  expect(await numbers(control, { priority: 'medium' })).toEqual([1, 3]);
  expect(await numbers(control, { search: 'FIX THE' })).toEqual([2, 1]);
  expect(await numbers(control, { search: '[web]', repo: 'acme/web', priority: 'medium' })).toEqual([1]);
  expect(await queueList(control, { search: 'nothing like it' })).toEqual({ queue: [], total: 0 });
  expect(await queueList(control, { search: 'fix', limit: 1 })).toMatchObject({ total: 2 });
});

test('what is between two tries or behind other issues is delayed', async () => {
  await using control = startControl();
  const id = await file(control, 1, 'between two tries');
  await control.queues.tasks.remove(`run-${id}`);
  await control.queues.tasks.add('run', { taskId: id }, { jobId: `run-${id}`, priority: 3, delay: 60_000 });
  const behind = await file(control, 2, 'behind another');
  const waitsFor = { kind: 'dependencies' as const, issues: ['acme/web#9'], cycle: false };
  await control.queues.tasks.remove(`run-${behind}`);
  await control.store.change({ id: behind, epoch: 0, patch: { waitsFor }, at: '2026-01-02T00:00:00.000Z' });
  await file(control, 3, 'waits');
  expect(await numbers(control, { state: 'waiting' })).toEqual([3]);
  expect(await numbers(control, { state: 'delayed' })).toEqual([1, 2]);
  expect((await queueList(control)).queue.map(({ position }) => position)).toEqual([1, null, null]);
});

test('what has been taken is not listed, nor is a job whose task is gone', async () => {
  await using control = startControl();
  await control.run(1);
  await control.queues.tasks.add('run', { taskId: '9-abcdef' }, { jobId: 'run-9-abcdef', priority: 3 });
  expect(await queueList(control)).toEqual({ queue: [], total: 0 });
});

test('a page of ten thousand reads the records of that page only', async () => {
  await using control = startControl();
  const tasks = Array.from({ length: 10_000 }, (_, i) => {
    const issue = { repoId: 7, repo: 'acme/web', number: i + 1, title: `t${i + 1}`, body: '', labels: [] };
    return newTask({ issue: { ...issue, url: 'https://x' }, host: 'github.example', now: new Date(i) });
  });
  const job = ({ id }: { id: string }) => ({
    name: 'run',
    data: { taskId: id },
    opts: { jobId: `run-${id}`, priority: 3 },
  });
  await control.queues.tasks.addBulk(tasks.map(job));
  await Promise.all(tasks.map((task) => control.store.create(task)));
  let [records, outlines] = [0, 0];
  const store = {
    ...control.store,
    getAll: (ids: readonly string[]) => {
      records += ids.length;
      return control.store.getAll(ids);
    },
    outlines: (ids: readonly string[]) => {
      outlines += ids.length;
      return control.store.outlines(ids);
    },
  };
  const listed = await queueList({ ...control, store }, { limit: 20, offset: 5_000 });
  expect(listed.total).toBe(10_000);
  expect(listed.queue.map(({ position }) => position)).toEqual(
    Array.from({ length: 20 }, (_, i) => 5_001 + i),
  );
  expect([records, outlines]).toEqual([20, 0]);
  const found = await queueList({ ...control, store }, { search: 'T9999' });
  expect(found).toMatchObject({ total: 1, queue: [{ position: 9_999 }] });
  expect([records, outlines]).toEqual([21, 10_000]);
}, 60_000);

test.each([
  [{ repo: 'web' }, /^repo: write owner\/name/],
  [{ priority: 'urgent' }, /^priority: /],
  [{ search: '  ' }, /^search: /],
  [{ state: 'running' }, /^state: /],
  [{ limit: 0 }, /^limit: /],
  [{ offset: -1 }, /^offset: /],
])('%o is refused', async (input, line) => {
  await using control = startControl();
  const asked = { ...control, allowedModels: () => null, by: 'cli' };
  const listing = runOperation(queueListOperation, asked, input);
  await expect(listing).rejects.toThrow(InputError);
  await expect(listing).rejects.toThrow(line);
});
