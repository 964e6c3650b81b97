import { describe, expect, test, vi } from 'vitest';
import { LeasedWorker } from '../src/leased-worker.ts';
import { RedisError } from '../src/redis-error.ts';
import { startTaskWorker } from '../src/task-worker.ts';
import { startPrefix } from './a-prefix.ts';
import { startRedis } from './a-redis.ts';

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
