import type { Priority, Task } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { changePriority } from '../../src/tasks/change-priority.ts';
import {
  dropTask,
  enqueueAgain,
  enqueueMissing,
  enqueueTask,
  positionOf,
} from '../../src/tasks/enqueue-task.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at } from '../a-task.ts';
import { Collected } from '../an-event.ts';

function fail(error: Error): never {
  throw error;
}

describe('enqueueTask', () => {
  test('two pollers that see the same 50 tasks at once make one job of each', async () => {
    await using own = startPrefix();
    const second = own.redis.duplicate();
    const pollers = [own, { ...own, redis: second }].map((options) => ({
      store: createTaskStore(options),
      queues: createQueues(options),
    }));
    const tasks = Array.from({ length: 50 }, (_, i) => aTask(i + 1));
    await Promise.all(
      pollers.map(async ({ store, queues }) => {
        for (const task of tasks) {
          if ((await store.create(task)) === 'created') await enqueueTask(queues, task);
          await enqueueMissing(queues, store);
        }
      }),
    );
    const [{ queues, store }] = pollers as [(typeof pollers)[number]];
    const ids = (await queues.tasks.getJobs(['wait', 'prioritized', 'delayed'])).map(
      ({ data }) => data.taskId,
    );
    expect(ids.sort()).toEqual(tasks.map(({ id }) => id).sort());
    expect(await enqueueMissing(queues, store)).toEqual([]);
    await Promise.all(pollers.map((poller) => poller.queues.close()));
    second.disconnect();
  });

  test('a task stored by a poller that died before it enqueued it is found', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const queues = createQueues(own);
    for (const number of [1, 2, 3]) await store.create(aTask(number));
    await enqueueTask(queues, aTask(2));
    expect(await enqueueMissing(queues, store)).toEqual([aTask(1).id, aTask(3).id]);
    expect(await enqueueMissing(queues, store)).toEqual([]);
    expect(await queues.tasks.getPrioritizedCount()).toBe(3);
    await queues.close();
  });

  test('a job in no list, since Redis kept half a transaction only, is made anew', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const queues = createQueues(own);
    const task = aTask(1);
    await store.create(task);
    await enqueueTask(queues, task);
    expect(await own.redis.zrem(queues.tasks.toKey('prioritized'), `run-${task.id}`)).toBe(1);
    expect(await enqueueMissing(queues, store)).toEqual([task.id]);
    expect(await queues.tasks.getPrioritizedCount()).toBe(1);
    expect(await enqueueMissing(queues, store)).toEqual([]);
    await queues.close();
  });

  test('what waits for other issues has no job until it does no more; any other wait keeps its own', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const queues = createQueues(own);
    const dependencies = { kind: 'dependencies' as const, issues: ['acme/web#1'], cycle: false };
    await store.create(aTask(1, { waitsFor: dependencies }));
    await store.create(aTask(2, { waitsFor: { kind: 'repository', limit: 1 } }));
    expect(await enqueueMissing(queues, store)).toEqual([aTask(2).id]);
    await store.change({ id: aTask(1).id, epoch: 0, patch: { waitsFor: null }, at: at(1) });
    expect(await enqueueMissing(queues, store)).toEqual([aTask(1).id]);
    await queues.close();
  });

  test('a job that waits can be taken away again', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    await enqueueTask(queues, aTask(1));
    await dropTask(queues, aTask(1).id);
    await dropTask(queues, aTask(1).id);
    expect(await queues.tasks.getPrioritizedCount()).toBe(0);
    await queues.close();
  });

  test('a task that is queued again runs again', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const runs = new Collected<number>();
    const worker = await startTaskWorker({
      ...own,
      concurrency: 1,
      onError: fail,
      run: async ({ attempt, signal }) => {
        runs.add(attempt);
        if (runs.items.length === 1) throw Object.assign(new Error('no'), { retryable: false });
        signal.throwIfAborted();
      },
    });
    await enqueueTask(queues, aTask(1));
    await runs.until(1);
    while (!(await queues.tasks.getFailedCount())) await queues.tasks.getFailedCount();
    await enqueueTask(queues, aTask(1));
    await runs.until(2);
    expect(runs.items).toEqual([1, 1]);
    await worker.stop(1000);
    expect(await queues.tasks.getCompletedCount()).toBe(1);
    await queues.close();
  });

  test('a job that lives is left alone', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    await enqueueTask(queues, aTask(1));
    await enqueueTask(queues, aTask(1, { priority: 'low' }));
    expect((await queues.tasks.getPrioritized()).map(({ priority }) => priority)).toEqual([3]);
    await queues.close();
  });
});

describe('the order of runs', () => {
  const given: [number, Priority][] = [
    [1, 'low'],
    [2, 'medium'],
    [3, 'critical'],
    [4, 'medium'],
    [5, 'high'],
    [6, 'critical'],
  ];
  const inOrder = [3, 6, 5, 2, 4, 1].map((number) => aTask(number).id);

  test('is by priority, then first come, first served; positions say so', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    for (const [number, priority] of given) await enqueueTask(queues, aTask(number, { priority }));
    const positions = await Promise.all(inOrder.map((id) => positionOf(queues, id)));
    expect(positions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await positionOf(queues, aTask(99).id)).toBeNull();

    const runs = new Collected<string>();
    const run = async ({ taskId }: { taskId: string }) => runs.add(taskId);
    const worker = await startTaskWorker({ ...own, concurrency: 1, onError: fail, run });
    expect(await runs.until(6)).toEqual(inOrder);
    await worker.stop(1000);
    await queues.close();
  });

  test('a job that waits in front of all others has the first place', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    await enqueueTask(queues, aTask(1, { priority: 'critical' }));
    const data = { taskId: aTask(2).id };
    await queues.tasks.add('run', data, { jobId: `run-${aTask(2).id}` });
    expect(await positionOf(queues, aTask(2).id)).toBe(1);
    expect(await positionOf(queues, aTask(1).id)).toBe(2);
    await queues.close();
  });
});

describe('enqueueMissing', () => {
  const started = async (own: ReturnType<typeof startPrefix>) => {
    const store = createTaskStore(own);
    const queues = createQueues(own);
    const task: Task = aTask(1);
    await store.create(task);
    await enqueueTask(queues, task);
    return { store, queues, task };
  };

  test('a task somebody works on is not missing', async () => {
    await using own = startPrefix();
    const { store, queues, task } = await started(own);
    const seen = new Collected<string[]>();
    const run = async () => {
      const { epoch } = await store.claim({ id: task.id, host: 'h', at: at(1) });
      seen.add(await enqueueMissing(queues, store));
      await store.change({ id: task.id, epoch, status: 'running', at: at(2) });
      seen.add(await enqueueMissing(queues, store));
    };
    const worker = await startTaskWorker({ ...own, concurrency: 1, onError: fail, run });
    expect(await seen.until(2)).toEqual([[], []]);
    await worker.stop(1000);
    await queues.close();
  });

  test.each(['dispatched', 'running'] as const)(
    'a %s task whose job is lost is taken up again',
    async (status) => {
      await using own = startPrefix();
      const { store, queues, task } = await started(own);
      const { epoch } = await store.claim({ id: task.id, host: 'h', at: at(1) });
      if (status === 'running') await store.change({ id: task.id, epoch, status, at: at(2) });
      await queues.tasks.remove(`run-${task.id}`);
      expect(await enqueueMissing(queues, store)).toEqual([task.id]);
      expect(await enqueueMissing(queues, store)).toEqual([]);
      expect(await queues.tasks.getPrioritizedCount()).toBe(1);
      await queues.close();
    },
  );

  test('a job without a record is run once, finds nothing, and is not added again', async () => {
    await using own = startPrefix();
    const [store, queues] = [createTaskStore(own), createQueues(own)];
    const found = new Collected<unknown>();
    const worker = await startTaskWorker({
      ...own,
      concurrency: 1,
      onError: (error) => expect.unreachable(error.message),
      run: async ({ taskId }) => found.add(await store.get(taskId)),
      onEnded: (id) => enqueueAgain(queues, store, id),
    });
    await enqueueTask(queues, aTask(1));
    expect(await found.until(1)).toEqual([null]);
    await worker.stop(1_000);
    expect(await enqueueMissing(queues, store)).toEqual([]);
    expect(await queues.tasks.getJobCounts('waiting', 'prioritized', 'completed')).toEqual({
      waiting: 0,
      prioritized: 0,
      completed: 1,
    });
    await queues.close();
  });

  test('a task whose job failed before the record said so is taken up again', async () => {
    await using own = startPrefix();
    const { store, queues, task } = await started(own);
    const ran = new Collected<number>();
    const run = async ({ signal }: { signal: AbortSignal }) => {
      ran.add(1);
      if (ran.items.length > 1) return signal.throwIfAborted();
      await store.claim({ id: task.id, host: 'h', at: at(1) });
      throw Object.assign(new Error('no'), { retryable: false });
    };
    const worker = await startTaskWorker({ ...own, concurrency: 1, onError: fail, run });
    while (!(await queues.tasks.getFailedCount())) await queues.tasks.getFailedCount();
    expect(await enqueueMissing(queues, store)).toEqual([task.id]);
    await ran.until(2);
    await worker.stop(1000);
    await queues.close();
  });

  test('a task that ended, or waits for a person, needs no job', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const queues = createQueues(own);
    for (const [number, status] of (['completed', 'failed', 'cancelled', 'waiting_human'] as const).entries())
      await store.create(aTask(number + 1, { status }));
    expect(await enqueueMissing(queues, store)).toEqual([]);
    await queues.close();
  });
});

describe('changePriority', () => {
  test('moves a waiting task to the end of its new priority, once', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    for (const number of [1, 2, 3]) await enqueueTask(queues, aTask(number));
    await enqueueTask(queues, aTask(4, { priority: 'high' }));
    const order = () => Promise.all([1, 2, 3, 4].map((number) => positionOf(queues, aTask(number).id)));
    await changePriority(queues, aTask(3, { priority: 'high' }));
    await changePriority(queues, aTask(3, { priority: 'high' }));
    expect(await order()).toEqual([3, 4, 2, 1]);
    await changePriority(queues, aTask(4, { priority: 'high' }));
    expect(await order()).toEqual([3, 4, 2, 1]);
    await changePriority(queues, aTask(4, { priority: 'low' }));
    expect(await order()).toEqual([2, 3, 1, 4]);
    await queues.close();
  });

  test('moves also a task whose job is no JSON', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    for (const number of [1, 2]) await enqueueTask(queues, aTask(number));
    await own.redis.hset(queues.tasks.toKey(`run-${aTask(2).id}`), 'data', 'not json');
    await changePriority(queues, aTask(2, { priority: 'high' }));
    expect(await positionOf(queues, aTask(2).id)).toBe(1);
    await queues.close();
  });

  test('of a task without a job nothing is changed', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    await changePriority(queues, aTask(1, { priority: 'critical' }));
    expect(await positionOf(queues, aTask(1).id)).toBeNull();
    await queues.close();
  });
});
