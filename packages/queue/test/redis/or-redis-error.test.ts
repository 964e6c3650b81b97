import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { defineScript } from '../../src/redis/define-script.ts';
import { orRedisError } from '../../src/redis/or-redis-error.ts';
import { RedisError } from '../../src/redis/redis-error.ts';
import { openStore } from '../../src/store/open-store.ts';
import { startRedis } from '../a-redis.ts';

async function refusal(work: () => Promise<unknown>): Promise<string> {
  const error = await orRedisError(work).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RedisError);
  return (error as RedisError).message;
}

const FULL =
  'Redis takes no writes: its memory is full; raise its maxmemory (redis-cli config set maxmemory), or set redis.url to another one';

test('says what to do about a Redis that is full, also to a script and a transaction', async () => {
  await using server = await startRedis('--maxmemory', '1');
  await using redis = open(server.socket);
  const place = { redis: redis.client, prefix: 'full' };
  await expect(openStore(place)).rejects.toThrow(FULL);
  expect(await refusal(() => redis.client.set('a', '1'))).toBe(FULL);
  const script = defineScript('note-limits', 3);
  const keys = ['{full}:a', '{full}:b', '{full}:c'];
  expect(await refusal(() => script(redis.client, keys, ['core', '', '', '', 60]))).toBe(FULL);
  expect(await refusal(() => redis.client.multi().set('a', '1').exec())).toBe(FULL);
});

test('says what to do about a Redis that has become a replica', async () => {
  await using server = await startRedis();
  await using redis = open(server.socket);
  await redis.client.replicaof('127.0.0.1', 1);
  expect(await refusal(() => redis.client.set('a', '1'))).toBe(
    'Redis takes no writes: it is a replica; write the address of its master into redis.url',
  );
});

test('says what to do about a Redis that cannot save', async () => {
  await using server = await startRedis('--save', '3600 100000');
  await using redis = open(server.socket);
  await mkdir(join(server.directory, 'dump.rdb', 'in the way'), { recursive: true });
  await redis.client.set('a', '1');
  await redis.client.bgsave();
  await expect
    .poll(() => redis.client.info('persistence'), { timeout: 5_000 })
    .toContain('rdb_last_bgsave_status:err');
  expect(await refusal(() => redis.client.set('a', '1'))).toBe(
    'Redis takes no writes: it cannot save its data; make room on its disk, or see its log for what is in the way',
  );
});

test('leaves any other error its words', async () => {
  await using server = await startRedis();
  await using redis = open(server.socket);
  await redis.client.set('a', '1');
  expect(await refusal(() => redis.client.hget('a', 'f'))).toBe(
    'Redis did not do what it was asked: WRONGTYPE Operation against a key holding the wrong kind of value',
  );
});

function open(path: string) {
  const client = new Redis({ path });
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
}
