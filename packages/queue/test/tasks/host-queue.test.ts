import { describe, expect, test, vi } from 'vitest';
import {
  createQueues,
  dropTask,
  enqueueMissing,
  enqueueOnHost,
  enqueueTask,
  freeHostQueues,
  isRunElsewhere,
  listWaiting,
  positionOf,
  promoteTask,
  putBackRuns,
  startTaskWorker,
  type TaskJob,
  taskQueues,
  waitingCounts,
} from '../../src/index.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';
import { aborted, Collected } from '../an-event.ts';

const one = aTask(1);

function open(own: ReturnType<typeof startPrefix>) {
  const queues = createQueues(own);
  const start = (more: {
    run: (job: TaskJob) => Promise<void>;
    concurrency?: number;
    name?: string;
    host?: string;
  }) =>
    startTaskWorker({
      redisUrl: own.redisUrl,
      prefix: own.prefix,
      concurrency: 1,
      host: 'here',
      onError: () => undefined,
      ...more,
    });
  return { queues, start };
}

describe("a host's own queue", () => {
  test('a job there is the one job of its task', async () => {
    await using own = startPrefix();
    const { queues } = open(own);
    const store = createTaskStore(own);
    await store.create(one);
    await enqueueOnHost(queues, one, 'here');
    await enqueueTask(queues, one);
    expect(await enqueueMissing(queues, store)).toEqual([]);
    expect(await queues.tasks.getPrioritizedCount()).toBe(0);
    expect(await positionOf(queues, one.id)).toBe(1);
    expect(await promoteTask(queues, one.id)).toBe(false);
    expect((await waitingCounts(queues)).queued.medium).toBe(1);
    const urgent = aTask(2, { priority: 'critical' });
    await enqueueOnHost(queues, urgent, 'here');
    expect(await listWaiting(queues, 'critical', 'here')).toEqual([urgent.id]);
    expect(await listWaiting(queues, 'critical', 'there')).toEqual([]);
    await dropTask(queues, one.id);
    expect(await positionOf(queues, one.id)).toBe(null);
    await queues.close();
  });

  test('shares the slots with that of all, and the most urgent goes first', async () => {
    await using own = startPrefix();
    const { queues, start } = open(own);
    const ran = new Collected<string>();
    let atOnce = 0;
    let most = 0;
    let openGate: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      openGate = resolve;
    });
    // It has the slot until both queues have asked for one.
    await enqueueOnHost(queues, aTask(7), 'here');
    const worker = await start({
      run: async ({ taskId }) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await gate;
        await own.redis.ping();
        atOnce -= 1;
        ran.add(taskId);
      },
    });
    const tasks = [1, 2, 3, 4, 5, 6].map((number) =>
      aTask(number, { priority: number === 3 ? 'critical' : number > 4 ? 'low' : 'medium' }),
    );
    for (const task of tasks) {
      if (task.source.number % 2 === 0) await enqueueOnHost(queues, task, 'here');
      else await enqueueTask(queues, task);
    }
    openGate();
    const order = (await ran.until(7)).map((id) => Number(id.split('-')[0]));
    expect(most).toBe(1);
    expect(order.slice(0, 2)).toEqual([7, 3]);
    expect(order.slice(-2).sort()).toEqual([5, 6]);
    await worker.stop(1_000);
    await queues.close();
  });

  test('what has a slot begins, also while more waits for one', async () => {
    await using own = startPrefix();
    const { queues, start } = open(own);
    await enqueueOnHost(queues, one, 'here');
    for (const number of [2, 3, 4]) await enqueueTask(queues, aTask(number));
    const running = new Collected<string>();
    const worker = await start({
      concurrency: 2,
      run: async ({ taskId, signal }) => {
        running.add(taskId);
        await aborted(signal);
        signal.throwIfAborted();
      },
    });
    expect((await running.until(2)).toSorted()).toEqual([one.id, aTask(2).id]);
    await worker.stop(1_000);
    await queues.close();
  });

  test('is freed when its host is gone, but for what somebody runs', async () => {
    await using own = startPrefix();
    const { queues, start } = open(own);
    await enqueueOnHost(queues, one, 'here');
    await enqueueOnHost(queues, aTask(2), 'there');
    const running = new Collected<TaskJob>();
    const worker = await start({
      run: async (job) => {
        running.add(job);
        await aborted(job.signal);
        job.signal.throwIfAborted();
      },
    });
    await running.until(1);
    expect(await isRunElsewhere(queues, one.id, 'tasks')).toBe(true);
    expect(await isRunElsewhere(queues, one.id, running.items[0]?.queue ?? '')).toBe(false);
    expect(await freeHostQueues(queues, () => true)).toEqual([aTask(2).id]);
    expect(await queues.tasks.getPrioritizedCount()).toBe(1);
    await worker.stop(0);
    expect(await freeHostQueues(queues, () => true)).toEqual([one.id]);
    expect(await own.redis.keys(`*{${own.prefix}}:tasks-*`)).toEqual([]);
    await queues.close();
  });

  test.each(['del', 'damage'])(
    'is freed also of a job that Redis has lost or that is no JSON (%s)',
    async (how) => {
      await using own = startPrefix();
      const { queues } = open(own);
      const store = createTaskStore(own);
      for (const number of [1, 2]) {
        await store.create(aTask(number));
        await enqueueOnHost(queues, aTask(number), 'here');
      }
      const key = queues.onHost('here').toKey(`run-${one.id}`);
      if (how === 'del') await own.redis.del(key);
      else await own.redis.hset(key, 'data', 'not json');
      const freed = await freeHostQueues(queues, () => true);
      expect(freed).toContain(aTask(2).id);
      // Of one whose job is lost nobody knows the priority but the record.
      expect([...freed, ...(await enqueueMissing(queues, store))].sort()).toEqual(
        [one.id, aTask(2).id].sort(),
      );
      expect((await taskQueues(queues)).map(({ name }) => name)).toEqual(['tasks']);
      expect((await queues.tasks.getPrioritized()).map(({ data }) => data.taskId)).toContain(one.id);
      await queues.close();
    },
  );

  test('is worked on also while the host takes nothing new, until it is paused for good', async () => {
    await using own = startPrefix();
    const { queues, start } = open(own);
    const ran = new Collected<string>();
    const worker = await start({ run: async ({ taskId }) => ran.add(taskId) });
    await worker.hold();
    await enqueueTask(queues, one);
    await enqueueOnHost(queues, aTask(2), 'here');
    expect(await ran.until(1)).toEqual([aTask(2).id]);
    await worker.resume();
    expect(await ran.until(2)).toEqual([aTask(2).id, one.id]);
    await worker.pause();
    await enqueueOnHost(queues, aTask(3), 'here');
    expect(await positionOf(queues, aTask(3).id)).toBe(1);
    expect(ran.items).toHaveLength(2);
    await worker.stop(0);
    await queues.close();
  });

  test('goes on when its host is back, also when a job began while it was freed, or it was paused', async () => {
    await using own = startPrefix();
    const { queues, start } = open(own);
    const running = new Collected<TaskJob>();
    const worker = await start({
      run: async (job) => {
        running.add(job);
        await aborted(job.signal);
        job.signal.throwIfAborted();
      },
    });
    await enqueueOnHost(queues, one, 'here');
    await running.until(1);
    const place = queues.onHost('here');
    const unseen = vi.spyOn(place, 'getRanges').mockResolvedValue([]);
    expect(await freeHostQueues(queues, () => true)).toEqual([]);
    unseen.mockRestore();
    await enqueueOnHost(queues, aTask(2), 'here');
    await place.pause();

    expect(await freeHostQueues(queues, () => true)).toEqual([aTask(2).id]);

    expect(await place.isPaused()).toBe(false);
    expect((await taskQueues(queues)).map(({ name }) => name)).toEqual(['tasks', 'tasks-here']);
    await worker.stop(0);
    await queues.close();
  });
});

test('the runs of a dead dispatcher are put back at once, for its host, and no others', async () => {
  await using own = startPrefix();
  const { queues, start } = open(own);
  const hang = new Collected<TaskJob>();
  const run = async (job: TaskJob) => {
    hang.add(job);
    await aborted(job.signal);
    job.signal.throwIfAborted();
  };
  const dead = await start({ run, name: 'dead' });
  await enqueueTask(queues, one);
  await hang.until(1);
  const living = await start({ run, name: 'living' });
  await enqueueTask(queues, aTask(2));
  await hang.until(2);

  const [first, second] = await Promise.all([
    putBackRuns(queues, { dispatcher: 'dead', host: 'here' }),
    putBackRuns(queues, { dispatcher: 'dead', host: 'here' }),
  ]);

  expect([...first, ...second]).toEqual([one.id]);
  expect(await positionOf(queues, one.id)).toBe(1);
  expect(await queues.tasks.getActiveCount()).toBe(1);
  await Promise.all([dead.stop(0), living.stop(0)]);
  await queues.close();
});

/** The queues, and a worker named `dead` that runs the task `one` and never ends. */
async function openWithDead(own: ReturnType<typeof startPrefix>) {
  const { queues, start } = open(own);
  const hang = new Collected<TaskJob>();
  const dead = await start({
    name: 'dead',
    run: async (job) => {
      hang.add(job);
      await aborted(job.signal);
      job.signal.throwIfAborted();
    },
  });
  await enqueueTask(queues, one);
  await hang.until(1);
  return { queues, dead };
}

test('a run of a dead dispatcher is put back also when its job is no JSON any more', async () => {
  await using own = startPrefix();
  const { queues, dead } = await openWithDead(own);
  await own.redis.hset(queues.tasks.toKey(`run-${one.id}`), 'data', 'not json');

  expect(await putBackRuns(queues, { dispatcher: 'dead', host: 'here' })).toEqual([one.id]);

  await dead.stop(0);
  await queues.close();
});

test('what a dead dispatcher ran is taken up at once also when its lock has run out by then', async () => {
  await using own = startPrefix();
  const { queues, dead } = await openWithDead(own);
  await queues.redis.del(...(await queues.redis.keys(`*${own.prefix}*:lock`)));

  const seen = Array.from({ length: 2 }, () => putBackRuns(queues, { dispatcher: 'dead', host: 'here' }));

  expect((await Promise.all(seen)).flat()).toEqual([one.id]);
  expect(await positionOf(queues, one.id)).toBe(1);
  await dead.stop(0);
  await queues.close();
});
