import { afterAll, beforeAll, expect, it } from 'vitest';
import type { World } from '../gateway-world.ts';
import { heldMemory } from '../held-memory.ts';
import { type LogWorld, startLogWorld } from '../log-world.ts';
import { begin, rpc, speak, toolCall } from './raw-client.ts';
import { failTask } from './tasks.ts';

const EVENTS = 12_500;
const EVENT_BYTES = 16_000;
/** A fifth of the log: what is held must not grow with it. */
const ROOM_BYTES = 40_000_000;

let log: LogWorld;
let world: World;
let id: string;

beforeAll(async () => {
  log = await startLogWorld({ events: EVENTS, text: 'x'.repeat(EVENT_BYTES) });
  ({ world, id } = log);
  await failTask(world, id, 'the end');
});
afterAll(() => log[Symbol.asyncDispose]());

it('is followed in little memory, event by event', { timeout: 90_000 }, async () => {
  const session = await begin(world);
  const before = await heldMemory();
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
      if (told % 1_250 === 1) most = Math.max(most, (await heldMemory()) - before);
    }
  }
  expect(told).toBeGreaterThan(EVENTS);
  expect(most).toBeLessThan(ROOM_BYTES);
});

it('is not read for a client that does not read', async () => {
  const session = await begin(world);
  const before = await heldMemory();
  const args = { task_id: id, follow: true, after: '0-0' };
  const bodies = [1, 2, 3, 4].map((number) => toolCall(number, 'commander_logs', args));
  const unread = await Promise.all(bodies.map((body) => speak(world, { session, body })));
  // Others are served meanwhile.
  const shown = await speak(world, { session, body: toolCall(9, 'commander_task', { task_id: id }) });
  for await (const chunk of shown.response) expect(chunk).toContain('the end');
  expect((await heldMemory()) - before).toBeLessThan(ROOM_BYTES);
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
