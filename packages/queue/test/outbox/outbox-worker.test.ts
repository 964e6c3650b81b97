import type { GitHubWrite } from '@opencode-commander/task';
import { describe, expect, test, vi } from 'vitest';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { backoffMs, startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis } from '../a-redis.ts';
import { aTask } from '../a-task.ts';
import { aborted, Collected } from '../an-event.ts';

const comment = (number: number, body: string): GitHubWrite => ({
  kind: 'comment',
  taskId: aTask(number).id,
  epoch: 1,
  operation: 'result',
  body,
});
const numberOf = (write: GitHubWrite) => Number('taskId' in write && write.taskId.split('-')[0]);

describe('startOutboxWorker', () => {
  test('carries writes out in order, one at a time over two workers', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const written = new Collected<number>();
    let running = 0;
    const options = {
      ...own,
      onError: (error: Error) => expect.unreachable(error.message),
      write: async (write: GitHubWrite) => {
        running += 1;
        expect(running).toBe(1);
        await own.redis.ping();
        running -= 1;
        written.add(numberOf(write));
      },
    };
    const workers = [await startOutboxWorker(options), await startOutboxWorker(options)];
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    for (const number of numbers) await enqueueWrite(queues, comment(number, 'x'));
    expect(await written.until(20)).toEqual(numbers);
    await Promise.all(workers.map((worker) => worker.stop(1_000)));
    await queues.close();
  });

  test('a write that GitHub puts off holds up the others for so long, at no cost and in order', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const tries = new Collected<{ number: number; at: number }>();
    const errors: Error[] = [];
    const worker = await startOutboxWorker({
      ...own,
      onError: (error) => errors.push(error),
      write: async (write) => {
        tries.add({ number: numberOf(write), at: performance.now() });
        if (tries.items.length === 1) throw Object.assign(new Error('slow down'), { retryAfterMs: 400 });
      },
    });
    for (const number of [1, 2, 3]) await enqueueWrite(queues, comment(number, 'x'));
    const seen = await tries.until(4);
    expect(seen.map(({ number }) => number)).toEqual([1, 1, 2, 3]);
    expect((seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(390);
    await worker.stop(1_000);
    const jobs = await queues.outbox.getCompleted();
    expect(jobs.map(({ attemptsMade }) => attemptsMade)).toEqual([1, 1, 1]);
    expect(errors).toEqual([]);
    await queues.close();
  });

  test('a worker can stop while GitHub makes it wait', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const tries = new Collected<GitHubWrite>();
    const worker = await startOutboxWorker({
      ...own,
      onError: (error) => expect.unreachable(error.message),
      write: async (write) => {
        tries.add(write);
        throw Object.assign(new Error('slow down'), { retryAfterMs: 3_600_000 });
      },
    });
    await enqueueWrite(queues, comment(1, 'x'));
    await tries.until(1);
    while ((await queues.outbox.getActiveCount()) > 0) await queues.outbox.getActiveCount();
    await worker.stop(1_000);
    expect(await queues.outbox.getWaitingCount()).toBe(1);
    expect(tries.items).toHaveLength(1);
    await queues.close();
  });

  test('a worker can stop while Redis is away', async () => {
    const server = await startRedis();
    const settings = { redisUrl: server.url, prefix: 'x', onError: () => undefined };
    const worker = await startOutboxWorker({ ...settings, write: async () => undefined });
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(() => worker.checkRunning()).toThrow('no connection to Redis'));
    await worker.stop(100);
  });

  test('what GitHub asked for holds after a stop in the middle of a write', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const tries = new Collected<GitHubWrite>();
    const worker = await startOutboxWorker({
      ...own,
      onError: (error) => expect.unreachable(error.message),
      write: async (write, hold) => {
        tries.add(write);
        await aborted(hold.signal);
        throw Object.assign(new Error('slow down'), { retryAfterMs: 3_600_000 });
      },
    });
    await enqueueWrite(queues, comment(1, 'x'));
    await tries.until(1);
    await worker.stop(1_000);
    expect(await queues.outbox.getDelayedCount()).toBe(1);
    expect(await queues.outbox.getRateLimitTtl(1)).toBeGreaterThan(3_500_000);
    await queues.close();
  });

  test('a write that cannot be done is kept for people; the next goes on', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const written = new Collected<number>();
    const errors = new Collected<Error>();
    const worker = await startOutboxWorker({
      ...own,
      onError: (error) => errors.add(error),
      write: async (write) => {
        if (numberOf(write) === 1) throw Object.assign(new Error('no such issue'), { retryable: false });
        written.add(numberOf(write));
      },
    });
    await queues.outbox.add('comment', { kind: 'nonsense' } as unknown as GitHubWrite);
    for (const number of [1, 2]) await enqueueWrite(queues, comment(number, 'x'));
    expect(await written.until(1)).toEqual([2]);
    await worker.stop(1_000);
    expect(errors.items.map(({ message }) => message)).toEqual([
      'Job 1 of the outbox is no write to GitHub',
      'no such issue',
    ]);
    expect(await queues.outbox.getFailedCount()).toBe(2);
    await queues.close();
  });

  test('a write whose record cannot be read is given up at once', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const errors = new Collected<Error>();
    const tries: number[] = [];
    await createTaskStore(own).create(aTask(1));
    await own.redis.hset(`{${own.prefix}}:task:${aTask(1).id}`, 'usage', '{');
    const store = createTaskStore(own);
    const worker = await startOutboxWorker({
      ...own,
      onError: (error) => errors.add(error),
      write: async (write) => {
        tries.push(numberOf(write));
        await store.get('taskId' in write ? write.taskId : '');
      },
    });
    await enqueueWrite(queues, { kind: 'status', taskId: aTask(1).id });
    await enqueueWrite(queues, comment(1, 'x'));
    await enqueueWrite(queues, { ...comment(1, 'y'), at: { repo: 'acme/web', number: 1 } } as GitHubWrite);
    const seen = await errors.until(3);
    for (const { message } of seen) expect(message).toContain(`record of task ${aTask(1).id} cannot be read`);
    await worker.stop(1_000);
    // The thread of the last one is known without the record.
    expect(tries).toEqual([1]);
    expect((await queues.outbox.getFailed()).map(({ attemptsMade }) => attemptsMade)).toEqual([1, 1, 1]);
    await queues.close();
  });

  test('a write whose record is damaged while it is first of its thread does not hold up the others', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const bodies = new Collected<string>();
    await createTaskStore(own).create(aTask(1));
    const worker = await startOutboxWorker({
      ...own,
      onError: () => undefined,
      write: async (write) => {
        bodies.add('body' in write ? write.body : write.kind);
        if (bodies.items.length === 1) throw new Error('unavailable');
      },
    });
    await enqueueWrite(queues, comment(1, 'first'));
    await enqueueWrite(queues, {
      ...comment(1, 'second'),
      at: { repo: 'acme/web', number: 1 },
    } as GitHubWrite);
    await bodies.until(1);
    await own.redis.hset(`{${own.prefix}}:task:${aTask(1).id}`, 'usage', '{');
    expect(await bodies.until(2)).toEqual(['first', 'second']);
    await worker.stop(1_000);
    expect(await queues.outbox.getFailed()).toMatchObject([{ attemptsMade: 2 }]);
    await queues.close();
  });

  test('a write that failed is tried again later, behind the others', async () => {
    await using own = startPrefix();
    const queues = createQueues(own);
    const tries = new Collected<number>();
    const worker = await startOutboxWorker({
      ...own,
      onError: () => undefined,
      write: async (write) => {
        tries.add(numberOf(write));
        if (tries.items.length === 1) throw new Error('unavailable');
      },
    });
    for (const number of [1, 2]) await enqueueWrite(queues, comment(number, 'x'));
    expect(await tries.until(3)).toEqual([1, 2, 1]);
    await worker.stop(1_000);
    await queues.close();
  });
});

test('backoffMs grows to ten minutes and adds at most half', () => {
  expect([1, 2, 5, 20].map((attempt) => backoffMs(attempt, 0))).toEqual([1_000, 2_000, 16_000, 600_000]);
  expect(backoffMs(1, 1)).toBe(1_500);
});

test('a write is tried for more than eight hours, whatever chance says', async () => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const attempts = queues.outbox.defaultJobOptions.attempts ?? 0;
  expect(attempts).toBe(60);
  const least = Array.from({ length: attempts - 1 }, (_, i) =>
    Math.min(backoffMs(i + 1, 0), backoffMs(i + 1, 1)),
  );
  expect(least.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(8 * 3_600_000);
  await queues.close();
});
