import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { createMetrics } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { startGateway } from '../src/index.ts';
import { BEARER, startWorld } from './gateway-world.ts';

it('says that Redis is away, and goes on when it is back', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'd-'));
  const start = () => startEmbeddedRedis({ dataDir, runDir: dataDir });
  let redis = await start();
  const world = await startWorld({ redisUrl: redis.url });
  const gone = new Promise((resolve) => world.redis.once('close', resolve));
  await redis.stop();
  await gone;

  const asked = {
    mcp: '/mcp',
    board: '/board/api/queues',
    ready: '/readyz',
    metrics: '/metrics',
    alive: '/healthz',
  };
  const answers = Object.entries(asked).map(async ([name, path]) => {
    const { status, body } = await world.ask(path, {
      headers: BEARER,
      method: name === 'mcp' ? 'POST' : 'GET',
    });
    return [name, { status, body }];
  });
  const found = Object.fromEntries(await Promise.all(answers));
  const away = { status: 503, body: expect.stringMatching(/^Redis cannot be reached/) };
  expect(found).toEqual({
    mcp: away,
    board: away,
    ready: { status: 503, body: expect.stringContaining('"redis":{"ok":false') },
    metrics: { status: 200, body: expect.stringContaining('commander_redis_up 0') },
    alive: { status: 200, body: '{"ok":true}' },
  });

  const back = new Promise((resolve) => world.redis.once('ready', resolve));
  redis = await start();
  await back;
  expect((await world.ask('/board/api/queues', { headers: BEARER })).status).toBe(200);
  await world[Symbol.asyncDispose]();
  await redis.stop();
  await rm(dataDir, { recursive: true });
});

it('says in one line that the port is taken', async () => {
  const world = await startWorld();
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const { config } = world.shared;
  const taken = {
    ...world.shared,
    config: { ...config, mcp: { ...config.mcp, port } },
    metrics: createMetrics(),
  };
  await expect(startGateway(taken)).rejects.toMatchObject({
    name: 'ListenError',
    exitCode: 4,
    message: `The gateway cannot listen on 127.0.0.1:${port}: the port is taken; stop what listens there or set mcp.port`,
  });
  server.close();
  await world[Symbol.asyncDispose]();
});
