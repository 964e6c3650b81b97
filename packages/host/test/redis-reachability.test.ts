import { connectRedis } from '@opencode-commander/queue';
import { expect, inject, it, onTestFinished } from 'vitest';
import { redisReachability } from '../src/redis-reachability.ts';
import { fakeHost } from './fake-host.ts';

it('tries a configured Redis', async () => {
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-reachability`;
  const check = (url: string | null) => redisReachability(url, { prefix }).check(fakeHost({}));
  const url = `unix://${inject('redisSocket')}`;
  expect(await check(null)).toMatchObject({ status: 'ok' });
  expect(await check(url)).toMatchObject({ status: 'ok' });
  expect(await check('redis://127.0.0.1:1')).toEqual({
    status: 'trouble',
    reason: expect.stringContaining('nothing listens there; start Redis, or leave redis.url out'),
    remedy: null,
  });
  await writeNewerStore(url, prefix);
  expect(await check(url)).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining(`The store ${prefix} in Redis has version 99`),
  });
});

async function writeNewerStore(url: string, prefix: string): Promise<void> {
  const redis = await connectRedis({ url, role: 'producer' });
  const key = `{${prefix}}:store`;
  onTestFinished(async () => {
    await redis.del(key);
    redis.disconnect();
  });
  await redis.set(key, JSON.stringify({ version: 99, id: 'newer' }));
}
