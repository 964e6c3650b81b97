import { once } from 'node:events';
import { enqueueOnHost, positionOf, startTaskWorker, TaskNotFoundError } from '@opencode-commander/queue';
import { expect, inject, test, vi } from 'vitest';
import {
  CannotMoveError,
  InputError,
  moveTask,
  OPERATIONS,
  prioritizeTask,
  runOperation,
  stopTask,
} from '../src/index.ts';
import { moveTaskOutputSchema } from '../src/move-task.ts';
import { queueList } from '../src/queue-list.ts';
import { epochOf, LATER, startControl } from './a-control.ts';

type OwnControl = ReturnType<typeof startControl>;

async function order(control: OwnControl): Promise<string[]> {
  const { queue } = await queueList(control);
  return queue.map(({ task }) => `${task.number} ${task.priority}`);
}

/** What the issues are to be told since the last time. */
async function written(control: OwnControl): Promise<string[]> {
  const jobs = await control.queues.outbox.getJobs(['waiting']);
  await Promise.all(jobs.map((job) => job.remove()));
  return jobs.map(({ data }) => ('taskId' in data ? `${data.kind} ${data.taskId}` : data.kind)).sort();
}

test('a task is moved among those of its priority, and again is the same', async () => {
  await using control = startControl();
  const [first, , third] = [await control.queue(1), await control.queue(2), await control.queue(3)];
  await written(control);
  const result = await moveTask(control, { task_id: third, before: first });
  expect(moveTaskOutputSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({ moved: true, position: 1, task: { id: third, priority: 'medium' } });
  expect(await moveTask(control, { task_id: third, before: first })).toMatchObject({ moved: false });
  expect(await order(control)).toEqual(['3 medium', '1 medium', '2 medium']);
  expect(await moveTask(control, { task_id: third, to: 'back' })).toMatchObject({ moved: true, position: 3 });
  expect(await written(control)).toEqual([]);
});

test('with the priority of whom it goes before, in its record and on its issue too', async () => {
  await using control = startControl();
  const [first, second, third] = [await control.queue(1), await control.queue(2), await control.queue(3)];
  await prioritizeTask(control, { task_id: first, priority: 'high' });
  await prioritizeTask(control, { task_id: second, priority: 'low' });
  await written(control);
  expect(await moveTask(control, { task_id: third, before: first })).toMatchObject({
    moved: true,
    position: 1,
    task: { priority: 'high' },
  });
  expect(await moveTask(control, { task_id: first, to: 'back' })).toMatchObject({
    task: { priority: 'low' },
  });
  expect(await order(control)).toEqual(['3 high', '2 low', '1 low']);
  expect(await written(control)).toEqual([`status ${first}`, `status ${third}`]);
});

test('what somebody died over, between queue and record, is made good by asking again', async () => {
  await using control = startControl();
  const [first, second] = [await control.queue(1), await control.queue(2)];
  await prioritizeTask(control, { task_id: first, priority: 'high' });
  await moveTask(control, { task_id: second, before: first });
  await control.store.change({ id: second, epoch: 0, patch: { priority: 'medium' }, at: LATER });
  const again = await moveTask(control, { task_id: second, before: first });
  expect(again).toMatchObject({ moved: false, position: 1, task: { priority: 'high' } });
});

test('who asked stands in its log, once for each move', async () => {
  await using control = startControl();
  const [first, second] = [await control.queue(1), await control.queue(2)];
  const asked = { ...control, allowedModels: () => null, by: 'octocat' };
  for (const _ of [1, 2]) await OPERATIONS['queue.move'].run(asked, { task_id: second, before: first });
  const said = (await control.store.readEvents(second)).map(
    ({ event }) => 'message' in event && event.message,
  );
  expect(said).toEqual(['accepted', 'moved in the queue (medium), by octocat']);
});

test.each([
  ['running', /is running/],
  ['failed', /^Task \S+ has failed, and .*: commander queue retry tries it again$/],
  ['waiting_human', /is waiting for a person/],
  ['cancelled', /^Task \S+ was cancelled, and /],
] as const)(
  'what is %s is not moved, nor anything before it: the error says how it stands',
  async (status, words) => {
    await using control = startControl();
    const other = await control.queue(2);
    const id = status === 'cancelled' ? await control.queue(1) : await control.run(1);
    const epoch = await epochOf(control.store, id);
    if (status === 'cancelled') await stopTask(control, { task_id: id });
    else if (status !== 'running') await control.store.change({ id, epoch, status, at: LATER });
    const before = await control.store.get(id);
    for (const input of [
      { task_id: id, to: 'front' as const },
      { task_id: other, before: id },
    ]) {
      const moving = moveTask(control, input);
      await expect(moving).rejects.toThrow(CannotMoveError);
      await expect(moving).rejects.toThrow(words);
    }
    expect(await control.store.get(id)).toEqual(before);
    expect(await order(control)).toEqual(['2 medium']);
  },
);

test.each([
  ['completed', /is completed, and only/],
  ['queued', /has just started \(queued\): only/],
] as const)('what a worker still holds is called as it stands: %s', async (status, words) => {
  await using control = startControl();
  const id = status === 'queued' ? await control.queue(1) : await control.run(1);
  const epoch = await epochOf(control.store, id);
  if (status !== 'queued') await control.store.change({ id, epoch, status, at: LATER });
  const held = vi.spyOn(control.queues.tasks, 'getJobState').mockResolvedValue('active');
  const moving = moveTask(control, { task_id: id, to: 'front' });
  await expect(moving.finally(() => held.mockRestore())).rejects.toThrow(words);
});

test('what is between two tries keeps its time, and is told how to get its turn', async () => {
  await using control = startControl();
  const id = await control.queue(1);
  await control.queues.tasks.remove(`run-${id}`);
  await control.queues.tasks.add('run', { taskId: id }, { jobId: `run-${id}`, priority: 3, delay: 60_000 });
  await expect(moveTask(control, { task_id: id, to: 'front' })).rejects.toThrow(
    /not due yet \(commander queue retry/,
  );
  expect(await control.queues.tasks.getDelayedCount()).toBe(1);
});

test('one that goes on on its host is not moved among those of everybody', async () => {
  await using control = startControl();
  const [first, second] = [await control.queue(1), await control.queue(2)];
  await control.queues.tasks.remove(`run-${second}`);
  await enqueueOnHost(control.queues, { id: second, priority: 'medium' }, 'here');
  await expect(moveTask(control, { task_id: second, before: first })).rejects.toThrow(/different queues/);
  expect(await moveTask(control, { task_id: second, to: 'front' })).toMatchObject({
    moved: false,
    position: 1,
  });
});

test('a task that a worker takes at the same time is either moved before it was taken, or refused', async () => {
  await using control = startControl();
  const ids = [];
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) ids.push(await control.queue(number));
  const taken: string[] = [];
  const all = new AbortController();
  const worker = await startTaskWorker({
    redisUrl: `unix://${inject('redisSocket')}`,
    prefix: control.prefix,
    concurrency: 1,
    onError: (error) => expect.unreachable(error.message),
    run: async ({ taskId }) => {
      const { epoch } = await control.store.claim({ id: taskId, host: 'h', at: LATER });
      taken.push(taskId);
      await control.store.change({ id: taskId, epoch, status: 'failed', at: LATER });
      if (taken.length === ids.length) all.abort();
    },
  });
  const ended = once(all.signal, 'abort');
  const moves = await Promise.allSettled(
    ids.toReversed().map((task_id) => moveTask(control, { task_id, to: 'front' })),
  );
  await ended;
  await worker.stop(1_000);
  expect(taken.toSorted()).toEqual(ids.toSorted());
  for (const move of moves)
    if (move.status === 'rejected') expect(move.reason).toBeInstanceOf(CannotMoveError);
  expect(await positionOf(control.queues, ids[0] ?? '')).toBeNull();
});

test('nobody knows such a task', async () => {
  await using control = startControl();
  const task_id = await control.queue(1);
  await expect(moveTask(control, { task_id: '9-abcdef', to: 'front' })).rejects.toThrow(TaskNotFoundError);
  await expect(moveTask(control, { task_id, before: '9-abcdef' })).rejects.toThrow(TaskNotFoundError);
});

test.each([
  [{ task_id: '1-abcdef' }, /name either before or to/],
  [{ task_id: '1-abcdef', to: 'front', before: '2-abcdef' }, /name either before or to/],
  [{ task_id: '1-abcdef', to: 'middle' }, /^to: /],
  [{ task_id: '1-abcdef', before: 'x' }, /^before: /],
  [{ task_id: '1-abcdef', to: 'front', after: 'x' }, /Unrecognized key: "after"/],
])('%o is refused', async (input, line) => {
  await using control = startControl();
  const asked = { ...control, allowedModels: () => null, by: 'cli' };
  const moving = runOperation(OPERATIONS['queue.move'], asked, input);
  await expect(moving).rejects.toThrow(InputError);
  await expect(moving).rejects.toThrow(line);
});
