import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { connectRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

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
  ['no token', {}, 4, 'No GitHub credentials are configured'],
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

it('knows one option', async () => {
  expect(await run(token, ['--verbose'])).toMatchObject({
    code: 4,
    said: expect.stringContaining('--config <file>'),
  });
});
