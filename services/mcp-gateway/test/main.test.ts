import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectRedis } from '@opencode-commander/queue';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { ask } from './gateway-world.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const listening = z.object({ msg: z.literal('the gateway listens'), url: z.string() });

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'm-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  // What the queues remember of themselves.
  const redis = await connectRedis({ url: redisUrl(), role: 'producer' });
  const keys = await redis.keys(`{${process.env['COMMANDER_TEST_PREFIX']}}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

function redisUrl(): string {
  return `unix://${inject('redisSocket')}`;
}

function launch(port: number, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      COMMANDER_DATA_DIR: join(directory, 'data'),
      COMMANDER_RUN_DIR: join(directory, 'run'),
      COMMANDER_LOG_FORMAT: 'json',
      COMMANDER_REDIS_URL: redisUrl(),
      COMMANDER_REDIS_PREFIX: process.env['COMMANDER_TEST_PREFIX'],
      COMMANDER_MCP_PORT: String(port),
      ...env,
    },
  });
  return { child, exited: once(child, 'exit'), lines: createInterface({ input: child.stderr }) };
}

it('makes a token on its first start, and ends cleanly', async () => {
  const { child, exited, lines } = launch(0);
  const [line] = await once(lines, 'line');
  const { url } = listening.parse(JSON.parse(line));
  const token = (await readFile(join(directory, 'data/mcp-token'), 'utf8')).trim();
  expect((await ask(`${url}/readyz`)).status).toBe(401);
  expect((await ask(`${url}/readyz`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

it('says in one line that its port is taken, and exits with 4', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const { exited, lines } = launch(port);
  const said: string[] = [];
  lines.on('line', (line) => said.push(line));
  const [[code]] = await Promise.all([exited, once(lines, 'close')]);
  expect({ code, said }).toEqual({
    code: 4,
    said: [
      expect.stringMatching(
        /^mcp-gateway: The gateway cannot listen on 127\.0\.0\.1:\d+: the port is taken;/,
      ),
    ],
  });
  server.close();
});

it('lives while it waits for Redis, and tells nobody why it is not ready', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = z.object({ port: z.number() }).parse(free.address());
  free.close();
  await once(free, 'close');
  const { child, exited, lines } = launch(port, { COMMANDER_REDIS_URL: 'unix:///nowhere/redis.sock' });
  const [line] = await once(lines, 'line');
  expect(JSON.parse(line).msg).toContain('waiting for Redis: Cannot use Redis at unix:///nowhere/redis.sock');
  const url = `http://127.0.0.1:${port}`;
  await expect.poll(async () => (await ask(`${url}/healthz`).catch(() => null))?.status).toBe(200);
  for (const path of ['/readyz', '/metrics', '/', '/api/status']) {
    const answer = await ask(`${url}${path}`);
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer)).not.toContain('nowhere');
  }
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
