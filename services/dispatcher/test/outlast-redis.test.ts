import { randomUUID } from 'node:crypto';
import { connectRedis, RedisError } from '@opencode-commander/queue';
import { expect, inject, it } from 'vitest';
import { outlastRedis } from '../src/outlast-redis.ts';
import { openCuttableRedis } from './cuttable-redis.ts';

const KEPT_MS = 10_000;

async function openWorld() {
  const door = await openCuttableRedis(inject('redisSocket'));
  const redis = await connectRedis({ url: door.url, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${randomUUID().slice(0, 6)}`;
  const dispose = async () => {
    redis.disconnect();
    const plain = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
    const left = await plain.keys(`*${prefix}*`);
    if (left.length > 0) await plain.del(left);
    plain.disconnect();
    await door[Symbol.asyncDispose]();
  };
  const key = `${prefix}:written`;
  const write = async (value: string) => {
    await redis.set(key, value, 'PX', KEPT_MS).catch((cause: unknown) => {
      throw new RedisError('not written', { cause });
    });
  };
  /** Resolves when the connection has heard of it: what is sent before that is answered by nothing, for long. */
  const cut = async () => {
    const closed = new Promise<void>((resolve) => redis.once('close', () => resolve()));
    door.cut();
    await closed;
  };
  return { door, redis, cut, keyspace: { redis, prefix }, key, write, [Symbol.asyncDispose]: dispose };
}

it('does what an outage kept it from as soon as that is over', async () => {
  await using world = await openWorld();
  const { door, redis, keyspace, key, write } = world;
  const tries: boolean[] = [];
  await world.cut();

  await outlastRedis({ keyspace, signal: new AbortController().signal }, async (isAgain) => {
    tries.push(isAgain);
    if (!isAgain) redis.once('reconnecting', () => door.heal());
    await write('a');
  });

  expect(tries).toEqual([false, true]);
  expect(await redis.get(key)).toBe('a');
});

it('ends with the reason for which it is to end', async () => {
  await using world = await openWorld();
  const { keyspace, write } = world;
  const end = new AbortController();
  const lost = new Error('the lock is lost');
  await world.cut();
  const work = () => write('a').finally(() => setImmediate(() => end.abort(lost)));
  await expect(outlastRedis({ keyspace, signal: end.signal }, work)).rejects.toBe(lost);
});

it('tries once when it is to have ended already', async () => {
  await using world = await openWorld();
  const { keyspace, write } = world;
  await world.cut();
  await expect(
    outlastRedis({ keyspace, signal: AbortSignal.abort() }, () => write('a')),
  ).rejects.toBeInstanceOf(RedisError);
});

it('gives up on what a Redis that can be written to refuses', async () => {
  await using world = await openWorld();
  const refusal = new RedisError('WRONGTYPE');
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw refusal;
  };
  const outlasting = { keyspace: world.keyspace, signal: new AbortController().signal, refusesMs: 400 };
  await expect(outlastRedis(outlasting, work)).rejects.toBe(refusal);
  expect(tries).toBeGreaterThan(1);
});
