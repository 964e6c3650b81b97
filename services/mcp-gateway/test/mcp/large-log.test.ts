import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type EmbeddedRedis, startEmbeddedRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorld, type World } from '../gateway-world.ts';
import { begin, rpc, speak, toolCall } from './raw-client.ts';
import { failTask, queueTask } from './tasks.ts';

const EVENTS = 12_500;
const EVENT_BYTES = 16_000;
/** A fifth of the log: what is held must not grow with it. */
const ROOM_BYTES = 40_000_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

let directory: string;
let redis: EmbeddedRedis;
let world: World;
let id: string;

// 200 MB are too much for the Redis that all tests share.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'd-'));
  redis = await startEmbeddedRedis({ dataDir: directory, runDir: directory });
  world = await startWorld({ redisUrl: redis.url, maxEvents: 2 * EVENTS });
  id = await queueTask(world);
  await fill();
  await failTask(world, id, 'the end');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await redis.stop();
  await rm(directory, { recursive: true });
});

/** Writes the log as the store does, many entries at once. */
async function fill(): Promise<void> {
  const [key = ''] = (await world.redis.keys(`*${id}*`)).filter((each) => each.includes('events'));
  const event = { type: 'agent_text', at: new Date().toISOString(), text: 'x'.repeat(EVENT_BYTES) };
  const text = JSON.stringify(event);
  for (let written = 0; written < EVENTS; written += 1_000) {
    const pipeline = world.redis.pipeline();
    for (let i = 0; i < 1_000; i += 1) pipeline.xadd(key, '*', 'event', text);
    await pipeline.exec();
  }
  expect(await world.redis.xlen(key)).toBeGreaterThan(EVENTS);
}

/** What is held after everything that nobody needs has gone, in bytes. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it('is followed in little memory, event by event', { timeout: 90_000 }, async () => {
  const session = await begin(world);
  const before = held();
  const args = { task_id: id, follow: true, after: '0-0', limit: 100 };
  const { response } = await speak(world, { session, body: toolCall(1, 'commander_logs', args) });
  let told = 0;
  let most = 0;
  let rest = '';
  for await (const chunk of response) {
    const messages = (rest + chunk).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      told += message.includes('notifications/progress') ? 1 : 0;
      if (told % 1_250 === 1) most = Math.max(most, held() - before);
    }
  }
  expect(told).toBeGreaterThan(EVENTS);
  expect(most).toBeLessThan(ROOM_BYTES);
});

it('is not read for a client that does not read', async () => {
  const session = await begin(world);
  const before = held();
  const args = { task_id: id, follow: true, after: '0-0' };
  const bodies = [1, 2, 3, 4].map((number) => toolCall(number, 'commander_logs', args));
  const unread = await Promise.all(bodies.map((body) => speak(world, { session, body })));
  // Others are served meanwhile.
  const shown = await speak(world, { session, body: toolCall(9, 'commander_task', { task_id: id }) });
  for await (const chunk of shown.response) expect(chunk).toContain('the end');
  expect(held() - before).toBeLessThan(ROOM_BYTES);
  for (const { sent, response } of unread) {
    response.on('error', () => undefined);
    sent.destroy();
  }
});

it('is given by the page, and its transcript has its latest part', async () => {
  const body = toolCall(1, 'commander_logs', { task_id: id, after: '0-0', limit: 500 });
  const { response } = await speak(world, { body });
  let length = 0;
  for await (const chunk of response) length += chunk.length;
  expect(length).toBeGreaterThan(500 * EVENT_BYTES);
  expect(length).toBeLessThan(2 * 500 * EVENT_BYTES);

  const reading = rpc(2, 'resources/read', { uri: `commander://tasks/${id}/transcript` });
  const read = await speak(world, { body: reading });
  let text = '';
  for await (const chunk of read.response) text += chunk;
  expect(text).toContain('Earlier lines are left out');
  expect(text).toContain('the end');
  expect(text.length).toBeLessThan(70_000);
});
