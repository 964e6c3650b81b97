import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { createQueues, type TaskJobData } from '../../src/queues.ts';
import { RedisError } from '../../src/redis/redis-error.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { LeasedWorker } from '../../src/worker/leased-worker.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis } from '../a-redis.ts';
import { aTask } from '../a-task.ts';
import { Collected } from '../an-event.ts';

const idle = { concurrency: 1, onError: () => undefined, run: async () => undefined };

describe('checkRunning', () => {
  test('is content with a worker that takes jobs, not with a stopped one', async () => {
    await using own = startPrefix();
    const worker = await startTaskWorker({ ...own, ...idle });
    worker.checkRunning();
    await worker.stop(1_000);
    expect(() => worker.checkRunning()).toThrow('The worker of the queue tasks has ended');
  });

  test('says that a worker ended by itself', async () => {
    await using own = startPrefix();
    const settings = { ...own, queue: 'tasks', options: {}, onError: () => undefined };
    const worker = await LeasedWorker.start({ ...settings, work: async () => undefined });
    await worker.worker.close(true);
    expect(() => worker.checkRunning()).toThrow(RedisError);
    await worker.stop(1_000);
  });

  test('says that Redis is away', async () => {
    const server = await startRedis();
    const worker = await startTaskWorker({ redisUrl: server.url, prefix: 'x', ...idle });
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(() => worker.checkRunning()).toThrow('no connection to Redis'));
    await worker.stop(100);
  });
});

test('a worker that looks for no jobs any more is said and replaced, and what it runs goes on', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const [errors, begun, ended] = [new Collected<Error>(), new Collected<string>(), new Collected<string>()];
  const first = new AbortController();
  const worker = await LeasedWorker.start<TaskJobData>({
    ...own,
    ...{ queue: 'tasks', options: { concurrency: 2 }, deafMs: 10_000 },
    onError: (error) => errors.add(error),
    work: async ({ data: { taskId } }, { signal }) => {
      begun.add(taskId);
      if (taskId === aTask(1).id) await once(first.signal, 'abort');
      ended.add(`${taskId} ${signal.aborted}`);
    },
  });
  await enqueueTask(queues, aTask(1));
  await begun.until(1);
  const before = worker.worker;
  await deafen(before);
  await enqueueTask(queues, aTask(2));
  await vi.waitFor(() => expect(() => worker.checkRunning()).toThrow('looks for no jobs any more'), {
    timeout: 20_000,
  });
  expect(begun.items).toHaveLength(1);
  expect(await ended.until(1)).toEqual([`${aTask(2).id} false`]);
  expect(worker.worker).not.toBe(before);
  worker.checkRunning();
  expect(errors.items.map(({ message }) => message)).toEqual([
    'The worker of the queue tasks looked for no jobs in 10 s: a fresh one takes its place',
  ]);
  first.abort();
  await vi.waitFor(async () => expect(await queues.tasks.getCompletedCount()).toBe(2));
  expect(ended.items.at(-1)).toBe(`${aTask(1).id} false`);
  await vi.waitFor(() => expect(before.closing).toBeDefined());
  await worker.stop(1_000);
  await queues.close();
}, 60_000);

test('what two workers that were replaced still run takes slots of the third', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const begun = new Collected<string>();
  const ends = new Map([1, 2].map((number) => [aTask(number).id, new AbortController()]));
  const worker = await LeasedWorker.start<TaskJobData>({
    ...own,
    ...{ queue: 'tasks', options: { concurrency: 3 }, deafMs: 10_000, onError: () => undefined },
    work: async ({ data: { taskId } }) => {
      begun.add(taskId);
      await once(ends.get(taskId)?.signal ?? AbortSignal.abort(), 'abort');
    },
  });
  for (const number of [1, 2]) {
    await enqueueTask(queues, aTask(number));
    await begun.until(number);
    const before = worker.worker;
    await deafen(before);
    await vi.waitFor(() => expect(worker.worker).not.toBe(before), { timeout: 20_000 });
  }
  const slots = (count: number) => vi.waitFor(() => expect(worker.worker.concurrency).toBe(count));
  await slots(1);
  ends.get(aTask(1).id)?.abort();
  await vi.waitFor(async () => expect(await queues.tasks.getCompletedCount()).toBe(1));
  await slots(2);
  ends.get(aTask(2).id)?.abort();
  await slots(3);
  await worker.stop(1_000);
  await queues.close();
}, 60_000);

/** From its next wait on it waits for ever, as on a connection that is lost without a word. */
async function deafen(worker: object): Promise<void> {
  await new Promise<void>((resolve) => {
    const value = () => {
      resolve();
      return new Promise(() => undefined);
    };
    Object.defineProperty(worker, 'waitForJob', { value });
  });
}
