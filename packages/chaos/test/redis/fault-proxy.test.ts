import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../src/redis/fault-proxy.ts';

let proxy: FaultProxy;
let redis: Redis;
beforeEach(async () => {
  proxy = await startFaultProxy(inject('redisSocket'));
  redis = new Redis({
    port: proxy.port,
    host: '127.0.0.1',
    retryStrategy: () => 10,
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  await redis.ping();
});
afterEach(async () => {
  redis.disconnect();
  await proxy.stop();
});

it('lets a connection through, and another after a cut', async () => {
  proxy.cut();
  expect(await redis.ping()).toBe('PONG');
});

it.each(['partition', 'half_open'] as const)(
  'answers nobody while it is in a %s, and everybody afterwards',
  async (mode) => {
    proxy.set(mode);
    const answer = redis.ping();
    expect(await Promise.race([answer, delay(200, 'nothing')])).toBe('nothing');
    proxy.set('open');
    expect(await answer).toBe('PONG');
  },
);

it('takes its time when it is slow', async () => {
  proxy.set('slow');
  const began = performance.now();
  await redis.ping();
  expect(performance.now() - began).toBeGreaterThan(250);
});
