import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type EmbeddedRedis, startEmbeddedRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BEARER, startWorld, type World } from './gateway-world.ts';
import { queueTask } from './mcp/tasks.ts';

const MANY = 30;
const EVENTS = 1_500;
/** As long as the log keeps texts; in JSON twice, on a page six times as much, which no buffer of the system's takes whole. */
const TEXT = '"'.repeat(8_000);
/** What each may have held here: some of the log, or of the page, and what its socket is about to write. */
const EACH_BYTES = 300_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

let directory: string;
let redis: EmbeddedRedis;
let world: World;
let id: string;

// Of one's own: what it sends is counted.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'd-'));
  redis = await startEmbeddedRedis({ dataDir: directory, runDir: directory });
  world = await startWorld({ redisUrl: redis.url, maxEvents: 2 * EVENTS });
  id = await queueTask(world);
  const event = JSON.stringify({ type: 'agent_text', at: new Date().toISOString(), text: TEXT });
  const pipeline = world.redis.pipeline();
  for (let i = 0; i < EVENTS; i += 1)
    pipeline.xadd(`{${world.prefix}}:task:${id}:events`, '*', 'event', event);
  await pipeline.exec();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await redis.stop();
  await rm(directory, { recursive: true });
});

/** What is held after everything that nobody needs has gone, in bytes. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Asks for a stream and never reads a byte of it. */
function stall(path: string): Socket {
  const { port, host } = new URL(world.gateway.url);
  const socket = new Socket();
  socket.pause();
  socket.on('error', () => undefined);
  socket.connect(Number(port), '127.0.0.1');
  const lines = Object.entries({ host, ...BEARER }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return socket;
}

/** What Redis has sent, in bytes. */
async function sent(): Promise<number> {
  const stats = String(await world.redis.info('stats'));
  return Number(/total_net_output_bytes:(\d+)/.exec(stats)?.[1]);
}

/** Resolves when next to nothing is read for anybody any more. */
async function untilStill(): Promise<void> {
  for (let before = -1, now = 0; now - before > TEXT.length; ) {
    before = now === 0 ? await sent() : now;
    await sleep(400);
    now = await sent();
  }
}

/** Has many stall, and gives what each of them has held here. */
async function heldByEach(path: string): Promise<number> {
  const before = held();
  const stalled = Array.from({ length: MANY }, () => stall(path));
  await sleep(1_000);
  await untilStill();
  const each = (held() - before) / MANY;
  // Others are served meanwhile.
  const answer = await world.ask('/api/pauses', { method: 'POST', headers: BEARER });
  expect(answer.status).toBe(200);
  for (const socket of stalled) socket.destroy();
  await expect.poll(() => held() - before, { timeout: 10_000 }).toBeLessThan(5_000_000);
  return each;
}

it('who follows a log and does not read holds little, and nothing afterwards', {
  timeout: 60_000,
}, async () => {
  expect(await heldByEach(`/api/tasks/${id}/events`)).toBeLessThan(EACH_BYTES);
});

it('who looks at a page and does not read holds little, and nothing afterwards', {
  timeout: 60_000,
}, async () => {
  // What all share is there before.
  expect((await world.ask(`/tasks/${id}`, { headers: BEARER })).status).toBe(200);
  expect(await heldByEach(`/live/tasks/${id}`)).toBeLessThan(EACH_BYTES);
});
