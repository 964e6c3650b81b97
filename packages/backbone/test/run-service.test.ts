import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis, processRegistry } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startIdleService, TOKEN } from './start-idle-service.ts';

const prefix = `${process.env['COMMANDER_TEST_PREFIX']}b`;
const url = `unix://${inject('redisSocket')}`;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'b'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  const redis = await connectRedis({ url, role: 'producer' });
  const left = await redis.keys(`*${prefix}*`);
  if (left.length > 0) await redis.del(left);
  redis.disconnect();
});

const start = (args: readonly string[] = [], env: Record<string, string | undefined> = {}) =>
  startIdleService(directory, {
    args,
    env: { COMMANDER_REDIS_URL: url, COMMANDER_REDIS_PREFIX: prefix, ...env },
  });

it('lays the ground, starts, and ends with 0 when it is told to', async () => {
  const { child, lines, ended } = start();
  const [line] = await once(lines, 'line');
  child.kill('SIGTERM');

  expect(JSON.parse(line)).toMatchObject({ name: 'poller', redis: 'PONG', msg: 'started' });
  const { code, said } = await ended;
  expect(code).toBe(0);
  expect(said).not.toContain(TOKEN);
});

it('is known to the others from its start to its end', async () => {
  const redis = await connectRedis({ url, role: 'producer' });
  const registry = processRegistry({ redis, prefix });
  const { child, lines, ended } = start([], { COMMANDER_HOST_NAME: 'ant' });
  await once(lines, 'line');
  expect(await registry.list()).toMatchObject([
    { service: 'poller', host: 'ant', pid: child.pid, version: '0.1.0', alive: true, problems: [] },
  ]);
  child.kill('SIGTERM');
  await ended;
  expect(await registry.list()).toEqual([]);
  redis.disconnect();
});

it('ends with one line that says so when its embedded Redis does', async () => {
  const { lines, ended } = start([], { COMMANDER_REDIS_URL: undefined });
  const [line] = await once(lines, 'line');
  process.kill(JSON.parse(line).redisPid, 'SIGKILL');

  const { code, said } = await ended;
  expect(code).toBe(5);
  const told = said.split('\n').filter((text) => text.includes('The embedded Redis has ended (SIGKILL'));
  expect(told).toEqual([expect.stringContaining('start again; nothing is lost')]);
});

it.each([
  ['an unknown option', ['--verbose'], {}, 4, 'the only option is --config <file>'],
  ['a file that is not there', ['--config', '/nowhere/commander.toml'], {}, 4, '/nowhere/commander.toml'],
  ['a secret that is not there', [], { COMMANDER_REDIS_PASSWORD: 'file:/nowhere/password' }, 4, 'ENOENT'],
  ['a secret that is a directory', [], { COMMANDER_GITHUB_TOKEN: 'file:/tmp' }, 4, 'a directory'],
  ['a configuration that is a directory', ['--config', '/tmp'], {}, 4, 'a directory, as is made where'],
  [
    'no Redis',
    [],
    { COMMANDER_REDIS_URL: 'redis://127.0.0.1:9', COMMANDER_REDIS_WAIT: '0s' },
    5,
    'Cannot use Redis at',
  ],
] as const)('%s: one clear line and its own exit code', async (_, args, env, exitCode, words) => {
  const { code, said } = await start(args, env).ended;
  expect({ code, said }).toMatchObject({ code: exitCode, said: expect.stringContaining(words) });
  expect(said.split('\n')).toHaveLength(1);
});

it('leaves a store of a newer version as it is, and says what to update', async () => {
  const redis = await connectRedis({ url, role: 'producer' });
  const newer = `${prefix}-newer`;
  const store = JSON.stringify({ version: 7, id: 'of a newer one' });
  await redis.set(`{${newer}}:store`, store);
  const { code, said } = await start([], { COMMANDER_REDIS_PREFIX: newer }).ended;
  expect({ code, said }).toEqual({
    code: 5,
    said:
      `poller: The store ${newer} in Redis has version 7, and this commander knows 1: ` +
      'update this commander, or its image, or set another redis.prefix',
  });
  expect(await redis.keys(`*${newer}*`)).toEqual([`{${newer}}:store`]);
  expect(await redis.get(`{${newer}}:store`)).toBe(store);
  redis.disconnect();
});
