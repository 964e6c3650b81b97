import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BEARER } from './gateway-world.ts';
import { heldMemory } from './held-memory.ts';
import { type LogWorld, startLogWorld } from './log-world.ts';

const MANY = 30;
const EVENTS = 1_500;
/** As long as the log keeps texts; in JSON twice, on a page six times as much, which no buffer of the system's takes whole. */
const TEXT = '"'.repeat(8_000);
/** What each may have held here: some of the log, or of the page, and what its socket is about to write. */
const EACH_BYTES = 300_000;

let log: LogWorld;

// Of one's own: what its Redis sends is counted.
beforeAll(async () => {
  log = await startLogWorld({ events: EVENTS, text: TEXT });
});
afterAll(() => log[Symbol.asyncDispose]());

/** Asks for a stream and never reads a byte of it. */
function stall(path: string): Socket {
  const { port, host } = new URL(log.world.gateway.url);
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
  const stats = String(await log.world.redis.info('stats'));
  return Number(/total_net_output_bytes:(\d+)/.exec(stats)?.[1]);
}

/** Resolves when next to nothing is read for anybody any more. */
async function untilStill(): Promise<void> {
  for (let before = await sent(); ; ) {
    await sleep(400);
    const now = await sent();
    if (now - before <= TEXT.length) return;
    before = now;
  }
}

/** Has so many stall, and resolves when nothing more is read for them. */
async function stallMany(path: string, many: number): Promise<Socket[]> {
  const stalled = Array.from({ length: many }, () => stall(path));
  await Promise.all(stalled.map((socket) => once(socket, 'connect')));
  await sleep(1_000);
  await untilStill();
  return stalled;
}

/** What each of many that stall has held here, in bytes, beside what they share: somebody else keeps that all the time. */
async function heldByEach(path: string): Promise<number> {
  const others = await stallMany(path, 1);
  const before = await heldMemory();
  const stalled = await stallMany(path, MANY);
  const each = ((await heldMemory()) - before) / MANY;
  // Others are served meanwhile.
  const answer = await log.world.ask('/api/pauses', { method: 'POST', headers: BEARER });
  expect(answer.status).toBe(200);
  for (const socket of stalled) socket.destroy();
  await expect.poll(async () => (await heldMemory()) - before, { timeout: 10_000 }).toBeLessThan(5_000_000);
  for (const socket of others) socket.destroy();
  return each;
}

it('who follows a log and does not read holds little, and nothing afterwards', {
  timeout: 60_000,
}, async () => {
  expect(await heldByEach(`/api/tasks/${log.id}/events`)).toBeLessThan(EACH_BYTES);
});

it('who looks at a page and does not read holds little, and nothing afterwards', {
  timeout: 60_000,
}, async () => {
  // What all share is there before.
  expect((await log.world.ask(`/tasks/${log.id}`, { headers: BEARER })).status).toBe(200);
  expect(await heldByEach(`/live/tasks/${log.id}`)).toBeLessThan(EACH_BYTES);
});
