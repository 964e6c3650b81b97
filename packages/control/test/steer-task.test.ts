import { PublishingError, positionOf } from '@opencode-commander/queue';
import { type PendingQuestion, unvouchedText } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import {
  chooseModel,
  grantBudget,
  ModelNotAllowedError,
  NoTextError,
  prioritizeTask,
  retryTask,
  stopTask,
} from '../src/index.ts';
import { prioritizeTaskOutputSchema } from '../src/prioritize-task.ts';
import { stopTaskOutputSchema } from '../src/stop-task.ts';
import { epochOf, LATER, startControl } from './a-control.ts';

describe('stopTask', () => {
  test('a queued task is cancelled and has no job any more; again is the same', async () => {
    await using control = startControl();
    const task_id = await control.queue(1);
    const result = await stopTask(control, { task_id, reason: 'not wanted' });
    expect(stopTaskOutputSchema.parse(result)).toEqual(result);
    expect(result).toMatchObject({ stopped: true, task: { status: 'cancelled' } });
    expect(await positionOf(control.queues, task_id)).toBeNull();
    expect(await stopTask(control, { task_id })).toMatchObject({ stopped: false });
    const said = (await control.store.readEvents(task_id)).at(-1)?.event;
    expect(said).toMatchObject({ type: 'status', status: 'cancelled', message: 'not wanted' });
  });

  test('again it is seen to that nothing is left of it; by the same word it is stopped once', async () => {
    await using control = startControl();
    const task_id = await control.queue(1);
    await stopTask(control, { task_id, by: 'comment:34' });
    const written = async () => (await control.queues.outbox.getJobs(['waiting'])).map(({ data }) => data);
    for (const job of await control.queues.outbox.getJobs(['waiting'])) await job.remove();
    expect(await stopTask(control, { task_id, by: 'comment:34' })).toMatchObject({ stopped: false });
    expect(await written()).toEqual([{ kind: 'status', taskId: task_id }]);
    await retryTask(control, { task_id });
    const again = await stopTask(control, { task_id, by: 'comment:34' });
    expect(again).toMatchObject({ stopped: false, task: { status: 'queued' } });
    expect(await stopTask(control, { task_id, by: 'comment:35' })).toMatchObject({ stopped: true });
  });

  test('a running one too: its run can write no more', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    const epoch = await epochOf(control.store, task_id);
    expect(await stopTask(control, { task_id })).toMatchObject({ stopped: true });
    const late = control.store.change({ id: task_id, epoch, status: 'completed', at: LATER });
    await expect(late).rejects.toThrow(`epoch ${epoch} is over`);
  });

  test('not while it publishes: the error says to try again', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    const publishingUntil = '2026-01-02T00:01:00.000Z';
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      patch: { publishingUntil },
      at: LATER,
    });
    await expect(stopTask(control, { task_id })).rejects.toThrow(PublishingError);
    expect((await control.store.get(task_id))?.status).toBe('running');
  });

  test('a completed one only when its pull request was closed', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      status: 'completed',
      at: LATER,
    });
    expect(await stopTask(control, { task_id })).toMatchObject({ stopped: false });
    const closed = await stopTask(control, { task_id, even_completed: true });
    expect(closed).toMatchObject({ stopped: true, task: { status: 'cancelled' } });
  });
});

describe('retryTask', () => {
  test('a failed task begins afresh', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    const failure = { kind: 'timeout', message: 'too long' } as const;
    const patch = { failure, attempts: 3, workedMs: 9_000, containerId: 'c', sessionId: 's' };
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      status: 'failed',
      patch,
      at: LATER,
    });
    const result = await retryTask(control, { task_id });
    expect(result).toMatchObject({ retried: true, task: { status: 'queued', failure: null, attempts: 0 } });
    expect(await control.store.get(task_id)).toMatchObject({
      workedMs: 0,
      containerId: null,
      sessionId: null,
    });
    expect(await positionOf(control.queues, task_id)).toBe(1);
    expect(await retryTask(control, { task_id })).toMatchObject({ retried: false });
  });

  test('one without a text that anybody vouched for is not tried', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      status: 'failed',
      patch: unvouchedText(1),
      at: LATER,
    });
    await expect(retryTask(control, { task_id })).rejects.toThrow(NoTextError);
  });

  test('one between two tries goes now', async () => {
    await using control = startControl();
    const task_id = await control.queue(1);
    await control.queues.tasks.remove(`run-${task_id}`);
    const options = { jobId: `run-${task_id}`, priority: 3, delay: 3_600_000 };
    await control.queues.tasks.add('run', { taskId: task_id }, options);
    expect(await positionOf(control.queues, task_id)).toBeNull();
    expect(await retryTask(control, { task_id })).toMatchObject({ retried: true });
    expect(await positionOf(control.queues, task_id)).toBe(1);
  });

  test('one that runs is left alone', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    expect(await retryTask(control, { task_id })).toMatchObject({
      retried: false,
      task: { status: 'running' },
    });
  });
});

describe('prioritizeTask', () => {
  test('moves it in the queue; again is the same', async () => {
    await using control = startControl();
    await control.queue(1);
    const task_id = await control.queue(2);
    const result = await prioritizeTask(control, { task_id, priority: 'critical' });
    expect(prioritizeTaskOutputSchema.parse(result)).toEqual(result);
    expect(result).toMatchObject({ changed: true, position: 1, task: { priority: 'critical' } });
    const again = await prioritizeTask(control, { task_id, priority: 'critical' });
    expect(again).toMatchObject({ changed: false, position: 1 });
  });

  test('mends a queue that a crash left behind its record', async () => {
    await using control = startControl();
    await control.queue(1);
    const task_id = await control.queue(2);
    await control.store.change({ id: task_id, epoch: 0, patch: { priority: 'high' }, at: LATER });
    expect(await prioritizeTask(control, { task_id, priority: 'high' })).toMatchObject({ position: 1 });
  });

  test('leaves what has ended alone, and does not enqueue what waits for others', async () => {
    await using control = startControl();
    const ended = await control.queue(1);
    await stopTask(control, { task_id: ended });
    const late = await prioritizeTask(control, { task_id: ended, priority: 'high' });
    expect(late).toMatchObject({ changed: false, position: null });
    const task_id = await control.queue(2);
    await control.queues.tasks.remove(`run-${task_id}`);
    const waitsFor = { kind: 'dependencies' as const, issues: ['acme/web#1'], cycle: false };
    await control.store.change({ id: task_id, epoch: 0, patch: { waitsFor }, at: LATER });
    const result = await prioritizeTask(control, { task_id, priority: 'high' });
    expect(result).toMatchObject({ changed: true, position: null, task: { waits_for: waitsFor } });
  });
});

describe('chooseModel', () => {
  test.each([
    ['waits for the quota of its provider', { kind: 'provider', provider: 'a', until: LATER }],
    ['waits because its provider is paused', { kind: 'pause', of: 'provider', name: 'a', reason: null }],
  ] as const)('an allowed model is kept, and frees a task that %s', async (_, waitsFor) => {
    await using control = startControl();
    const models = { ...control, allowedModels: () => ['a/b', 'c/d'] };
    const task_id = await control.queue(1);
    await control.queues.tasks.remove(`run-${task_id}`);
    const options = { jobId: `run-${task_id}`, priority: 3, delay: 3_600_000 };
    await control.queues.tasks.add('run', { taskId: task_id }, options);
    await control.store.change({ id: task_id, epoch: 0, patch: { waitsFor }, at: LATER });
    const result = await chooseModel(models, { task_id, model: 'c/d' });
    expect(result).toMatchObject({ changed: true, task: { model: 'c/d', waits_for: null } });
    expect(await positionOf(control.queues, task_id)).toBe(1);
    expect(await chooseModel(models, { task_id, model: 'c/d' })).toMatchObject({ changed: false });
    const back = await chooseModel(models, { task_id, model: null });
    expect(back).toMatchObject({ changed: true, task: { model: null } });
  });

  test('one that is not allowed, or none, is refused', async () => {
    await using control = startControl();
    const models = { ...control, allowedModels: () => ['a/b'] };
    const task_id = await control.queue(1);
    const refused = chooseModel(models, { task_id, model: 'x/y' });
    await expect(refused).rejects.toThrow(ModelNotAllowedError);
    await expect(refused).rejects.toThrow('choose one of a/b');
    const unreadable = chooseModel(models, { task_id, model: 'no model' });
    await expect(unreadable).rejects.toThrow('write provider/model');
    const any = await chooseModel({ ...control, allowedModels: () => null }, { task_id, model: 'x/y' });
    expect(any.changed).toBe(true);
  });
});

describe('grantBudget', () => {
  const question: PendingQuestion = {
    kind: 'budget',
    number: 1,
    askedAt: LATER,
    deadline: '2026-01-05T00:00:00.000Z',
    scope: 'task',
    spentUsd: 5,
    limitUsd: 5,
  };

  test('the same comment grants once; many at once are all kept', async () => {
    await using control = startControl();
    const task_id = await control.run(1);
    const by = ['comment:1', 'comment:2', 'comment:3', 'comment:1'];
    const all = await Promise.all(
      by.map((comment) => grantBudget(control, { task_id, by: comment, usd: 2 })),
    );
    expect(all.filter(({ granted }) => granted)).toHaveLength(3);
    const grants = (await control.store.get(task_id))?.grants ?? [];
    expect(grants.map((grant) => grant.by).sort()).toEqual(['comment:1', 'comment:2', 'comment:3']);
  });

  test('a task that waits for money goes on', async () => {
    await using control = startControl();
    const task_id = await control.ask(1, question);
    const result = await grantBudget(control, { task_id, by: 'comment:1', login: 'ann', usd: 5 });
    expect(result).toMatchObject({ granted: true, task: { status: 'queued' } });
    expect(await control.store.get(task_id)).toMatchObject({
      answer: { to: 1, by: 'ann', reply: { kind: 'continue', usd: 5 } },
      grants: [{ by: 'comment:1', usd: 5 }],
    });
    expect(await positionOf(control.queues, task_id)).toBe(1);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s dollars are refused', async (usd) => {
    await using control = startControl();
    const task_id = await control.queue(1);
    await expect(grantBudget(control, { task_id, by: 'comment:1', usd })).rejects.toThrow();
  });
});
