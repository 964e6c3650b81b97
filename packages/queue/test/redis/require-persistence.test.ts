import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { RedisError } from '../../src/redis/redis-error.ts';
import { judgePersistence, requirePersistence } from '../../src/redis/require-persistence.ts';
import { startRedis } from '../a-redis.ts';

async function verdictOn(url: string, allowVolatile = false) {
  const warnings: string[] = [];
  const redis = await connectRedis({ url, role: 'producer' });
  const warn = ({ message }: RedisError) => void warnings.push(message);
  const thrown: unknown = await requirePersistence(redis, { url, allowVolatile, warn }).catch(
    (error: unknown) => error,
  );
  redis.disconnect();
  return { thrown, warnings };
}

test('refuses a Redis that keeps nothing on disk, names the key, and gives the command that helps', async () => {
  await using server = await startRedis();
  const { thrown } = await verdictOn(server.url);
  expect(thrown).toBeInstanceOf(RedisError);
  const { message } = thrown as RedisError;
  expect(message).toContain('redis.allow_volatile = true');
  const [program = '', ...args] = / run (.*) \(and/.exec(message)?.[1]?.split(' ') ?? [];
  await once(spawn(program, args, { stdio: 'ignore' }), 'exit');
  expect(await verdictOn(server.url)).toEqual({ thrown: undefined, warnings: [] });
});

test.each([
  ['snapshots', ['--save', '60 1'], false],
  ['an append-only file', ['--appendonly', 'yes'], false],
  ['nothing on disk, when told so', [], true],
])('takes a Redis with %s', async (_, options, allowVolatile) => {
  await using server = await startRedis(...options);
  expect(await verdictOn(server.url, allowVolatile)).toEqual({ thrown: undefined, warnings: [] });
});

test('only warns where CONFIG is forbidden and no append-only file is written', async () => {
  await using server = await startRedis('--rename-command', 'CONFIG', '');
  const { thrown, warnings } = await verdictOn(server.url);
  expect(thrown).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining('does not tell whether it keeps its data on disk')]);
});

test.each([
  [true, null, 'kept'],
  [false, true, 'kept'],
  [false, false, 'volatile'],
  [false, null, 'unknown'],
  [null, false, 'unknown'],
  [null, null, 'unknown'],
] as const)('append-only file %s and snapshots %s: %s', (appendOnly, snapshots, verdict) => {
  expect(judgePersistence({ appendOnly, snapshots })).toBe(verdict);
});
