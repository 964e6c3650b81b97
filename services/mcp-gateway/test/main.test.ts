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

function launch(port: number) {
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
