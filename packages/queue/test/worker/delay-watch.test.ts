import { describe, expect, test } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { jobIdOf } from '../../src/tasks/task-queues.ts';
import { createDelayWatch } from '../../src/worker/delay-watch.ts';
import { PostponeJob } from '../../src/worker/postpone-job.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';
import { Collected } from '../an-event.ts';

const task = aTask(1);
const HOUR_MS = 3_600_000;

/** A queue with a job that a process has put off by `delayMs`; its clock was `aheadMs` ahead. */
async function start({ delayMs, aheadMs }: { delayMs: number; aheadMs: number }) {
  const own = startPrefix();
  const queues = createQueues(own);
  await enqueueTask(queues, task);
  const [id, clock] = [jobIdOf(task.id), { ms: 0 }];
  const watch = createDelayWatch(own.redis, () => clock.ms);
  await own.redis.zrem(queues.tasks.toKey('prioritized'), id);
  // As BullMQ has it.
  await own.redis.zadd(queues.tasks.toKey('delayed'), (Date.now() + aheadMs + delayMs) * 0x1000, id);
  await own.redis.hset(queues.tasks.toKey(id), { delay: delayMs });
  return {
    look: () => watch(queues.tasks),
    clock,
    state: () => queues.tasks.getJobState(id),
    /** Has it put off anew, at another time. */
    again: () => own.redis.zincrby(queues.tasks.toKey('delayed'), 5_000 * 0x1000, id),
    async [Symbol.asyncDispose]() {
      await queues.close();
      await own[Symbol.asyncDispose]();
    },
  };
}

describe('a job that is put off', () => {
  test.each([
    ['as long as it should when the clock that put it off was ahead', HOUR_MS],
    ['as long as it should when our clock is behind', 0],
  ])('waits %s', async (_when, aheadMs) => {
    await using own = await start({ delayMs: 60_000, aheadMs });
    await own.look();
    own.clock.ms = 59_000;
    await own.look();
    expect(await own.state()).toBe('delayed');
    own.clock.ms = 62_000;
    await own.look();
    expect(await own.state()).toBe('prioritized');
  });

  test('waits from when it was put off last', async () => {
    await using own = await start({ delayMs: 60_000, aheadMs: 0 });
    await own.look();
    await own.again();
    own.clock.ms = 62_000;
    await own.look();
    own.clock.ms = 122_000;
    expect(await own.state()).toBe('delayed');
    await own.look();
    expect(await own.state()).toBe('delayed');
    own.clock.ms = 123_500;
    await own.look();
    expect(await own.state()).toBe('prioritized');
  });
});

test('a worker takes what a process that was an hour ahead has put off, when its time has come', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const runs = new Collected<string>();
  const worker = await startTaskWorker({
    ...own,
    concurrency: 1,
    // It looks every two seconds.
    deafMs: 10_000,
    onError: (error) => expect.unreachable(error.message),
    run: async ({ taskId }) => {
      runs.add(taskId);
      if (runs.items.length === 1) throw new PostponeJob(500, 'the host is full');
    },
  });
  await enqueueTask(queues, task);
  await runs.until(1);
  const delayed = queues.tasks.toKey('delayed');
  while ((await own.redis.zcard(delayed)) === 0) await own.redis.ping();
  await own.redis.zincrby(delayed, HOUR_MS * 0x1000, jobIdOf(task.id));
  expect(await runs.until(2)).toEqual([task.id, task.id]);
  await worker.stop(1_000);
  await queues.close();
});
