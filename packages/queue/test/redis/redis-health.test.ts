import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { RedisError } from '../../src/redis/redis-error.ts';
import { redisHealth } from '../../src/redis/redis-health.ts';
import { startRedis } from '../a-redis.ts';

test('says how a server keeps its data, and how full it is', async () => {
  await using server = await startRedis();
  const redis = new Redis({ path: server.socket });
  await redis.config('SET', 'appendonly', 'no');
  await redis.config('SET', 'save', '');
  await redis.config('SET', 'maxmemory', '100mb');
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const [health] = await redisHealth(redis);
  expect(health).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+/),
    keeps: 'volatile',
    cannotSave: false,
    eviction: 'allkeys-lru',
    maxBytes: 100 * 2 ** 20,
  });
  expect(health?.usedBytes).toBeGreaterThan(1_000);
  await redis.config('SET', 'maxmemory', '0');
  await redis.config('SET', 'save', '60 1');
  expect(await redisHealth(redis)).toMatchObject([{ keeps: 'kept', maxBytes: null }]);
  redis.disconnect();
});

test('of one that is away nothing is known', async () => {
  const redis = new Redis({ path: '/nowhere.sock', enableOfflineQueue: false, retryStrategy: () => null });
  redis.on('error', () => undefined);
  await expect(redisHealth(redis)).rejects.toThrow(RedisError);
  redis.disconnect();
});
