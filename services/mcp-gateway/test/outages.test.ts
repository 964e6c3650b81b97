import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { BEARER, startWorld } from './gateway-world.ts';

it('says that Redis is away, and goes on when it is back', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'd-'));
  const start = () => startEmbeddedRedis({ dataDir, runDir: dataDir });
  let redis = await start();
  const world = await startWorld({ redisUrl: redis.url });
  const client = await world.client();
  const gone = new Promise((resolve) => world.redis.once('close', resolve));
  await redis.stop();
  await gone;

  const asked = {
    mcp: '/mcp',
    api: '/api/status',
    events: '/api/tasks/12-abcdef/events',
    board: '/board/api/queues',
    ready: '/readyz',
    metrics: '/metrics',
    alive: '/healthz',
  };
  const answers = Object.entries(asked).map(async ([name, path]) => {
    const { status, body } = await world.ask(path, {
      headers: BEARER,
      method: name === 'mcp' || name === 'api' ? 'POST' : 'GET',
    });
    return [name, { status, body }];
  });
  const found = Object.fromEntries(await Promise.all(answers));
  const away = { status: 503, body: expect.stringMatching(/^Redis cannot be reached/) };
  const awayInJson = {
    status: 503,
    body: expect.stringMatching(/^\{"error":"Redis cannot be reached.*","exit_code":5\}$/),
  };
  expect(found).toEqual({
    mcp: away,
    api: awayInJson,
    events: awayInJson,
    board: away,
    ready: { status: 503, body: expect.stringContaining('"redis":{"ok":false') },
    metrics: { status: 200, body: expect.stringContaining('commander_redis_up 0') },
    alive: { status: 200, body: '{"ok":true}' },
  });

  const status = () => client.callTool({ name: 'commander_status', arguments: {} });
  await expect(status()).rejects.toThrow('Redis cannot be reached');
  const back = new Promise((resolve) => world.redis.once('ready', resolve));
  redis = await start();
  await back;
  expect((await world.ask('/board/api/queues', { headers: BEARER })).status).toBe(200);
  // The session of before.
  expect((await status()).isError).toBeUndefined();
  await world[Symbol.asyncDispose]();
  await redis.stop();
  await rm(dataDir, { recursive: true });
});
