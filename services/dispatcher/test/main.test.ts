import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { connectRedis } from '@opencode-commander/queue';
import { connectPodman } from '@opencode-commander/sandbox';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const prefix = `${process.env['COMMANDER_TEST_PREFIX']}m`;
const url = `unix://${inject('redisSocket')}`;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'm'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  const redis = await connectRedis({ url, role: 'producer' });
  await redis.del(await redis.keys(`*${prefix}*`));
  redis.disconnect();
});

async function run(
  env: Record<string, string>,
  args: string[] = [],
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      COMMANDER_DATA_DIR: join(directory, 'data'),
      COMMANDER_RUN_DIR: join(directory, 'r'),
      COMMANDER_LOG_FORMAT: 'json',
      COMMANDER_REDIS_URL: url,
      COMMANDER_REDIS_PREFIX: prefix,
      COMMANDER_HEALTH_DISPATCHER_PORT: '0',
      ...env,
    },
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, said };
}

const token = { COMMANDER_GITHUB_TOKEN: 'ghp_dispatchertoken0' };

it.each([
  [
    'no token, and no Redis',
    { COMMANDER_REDIS_URL: 'redis://127.0.0.1:9' },
    4,
    'No GitHub credentials are configured',
  ],
  [
    'a Podman socket that is not there',
    { ...token, COMMANDER_CONTAINERS_SOCKET: '/nowhere/podman.sock' },
    2,
    '/nowhere/podman.sock',
  ],
  [
    'no Redis',
    { ...token, COMMANDER_REDIS_URL: 'redis://127.0.0.1:9', COMMANDER_REDIS_WAIT: '0s' },
    5,
    'Cannot use Redis at',
  ],
  ['a wrong value', { ...token, COMMANDER_CONTAINERS_MAX_CONCURRENT: 'many' }, 4, 'max_concurrent'],
])('%s: one clear line and its own exit code', async (_, env, exitCode, words) => {
  const { code, said } = await run(env);
  expect({ code, said }).toMatchObject({ code: exitCode, said: expect.stringContaining(words) });
  expect(said).not.toMatch(/\n\s+at /);
  expect(said).not.toContain(token.COMMANDER_GITHUB_TOKEN);
});

it('says in one line that the port of its health is taken, and exits with 4', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : 0;
  expect(await run({ ...token, COMMANDER_HEALTH_DISPATCHER_PORT: String(port) })).toEqual({
    code: 4,
    said: `dispatcher: The health of the dispatcher cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there or set health.dispatcher_port\n`,
  });
  taken.close();
});

it('says in one line that Docker has made a directory of the socket of Podman, and exits with 2', async () => {
  expect(await run({ ...token, COMMANDER_CONTAINERS_SOCKET: directory })).toEqual({
    code: 2,
    said: expect.stringMatching(
      /^dispatcher: Podman's socket .*: that is a directory, as is made where .*\n$/,
    ),
  });
});

/** Where Podman's host has the directory `$2` it is `$1` in here: as in a container with another one mounted there. */
const OTHER_VIEW = `mount --bind "$1" "$2" && shift 2 && exec "$@"`;

it('says in one line that Podman sees another run directory, and exits with 4', async () => {
  const place = (name: string) => join(directory, name);
  await Promise.all(['other', 'seen', 'podman'].map((name) => mkdir(place(name), { mode: 0o700 })));
  const store = ['--root', place('podman/root'), '--runroot', place('podman/run')];
  const serve = ['podman', ...store, 'system', 'service', '--time=0', `unix://${place('p.sock')}`];
  const view = ['--mount', 'sh', '-c', OTHER_VIEW, 'sh', place('other'), place('seen')];
  const service = spawn('unshare', [...view, ...serve], { stdio: 'ignore' });
  const podman = connectPodman(place('p.sock'));
  await vi.waitFor(() => podman.ping(), { timeout: 15_000 });
  await podman.close();
  const { code, said } = await run({
    ...token,
    COMMANDER_CONTAINERS_SOCKET: place('p.sock'),
    COMMANDER_RUN_DIR: place('seen'),
  });
  service.kill('SIGTERM');
  await once(service, 'exit');
  expect({ code, said }).toEqual({
    code: 4,
    said: expect.stringMatching(
      /^dispatcher: Podman does not see what is in run_dir .* the same directory on both sides.*\n$/,
    ),
  });
});

it('knows one option', async () => {
  expect(await run(token, ['--verbose'])).toMatchObject({
    code: 4,
    said: expect.stringContaining('--config <file>'),
  });
});
