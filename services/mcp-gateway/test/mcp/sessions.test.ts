import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionIds } from '../../src/mcp/sessions/session-ids.ts';
import { startWorld, TOKEN, type World } from '../gateway-world.ts';
import { begin, rpc, speak, toolCall, until } from './raw-client.ts';
import { queueTask, say } from './tasks.ts';

let world: World;
let minutes = 0;
beforeAll(async () => {
  world = await startWorld({ now: () => new Date(Date.now() + minutes * 60_000) });
});
afterAll(() => world[Symbol.asyncDispose]());

async function answerTo(asked: Parameters<typeof speak>[1]) {
  const { response } = await speak(world, asked);
  const body = await text(response);
  return { status: response.statusCode, allow: response.headers.allow, body };
}

const PING = rpc(1, 'ping');
const OVER = { status: 404, body: expect.stringContaining('begin a new one with initialize') };

describe('a session', () => {
  it('is its client’s own, and ends when the client says so', async () => {
    const [one, other] = [await begin(world), await begin(world)];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[\x21-\x7e]+$/);
    expect((await answerTo({ method: 'DELETE', session: one })).status).toBe(200);
    expect(await answerTo({ session: one, body: PING })).toMatchObject(OVER);
    expect(JSON.parse((await answerTo({ session: one, body: PING })).body)).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32_000 },
      id: null,
    });
    expect(await answerTo({ session: one, method: 'GET' })).toMatchObject(OVER);
    expect((await answerTo({ session: other, body: PING })).status).toBe(200);
  });

  it('is over when nobody used it for half an hour, unless its client listens', async () => {
    const [idle, used, listening] = [await begin(world), await begin(world), await begin(world)];
    const { sent } = await speak(world, { method: 'GET', session: listening });
    minutes += 20;
    expect((await answerTo({ session: used, body: PING })).status).toBe(200);
    minutes += 20;
    expect(await answerTo({ session: idle, body: PING })).toMatchObject(OVER);
    expect((await answerTo({ session: used, body: PING })).status).toBe(200);
    expect((await answerTo({ session: listening, body: PING })).status).toBe(200);
    sent.destroy();
  });

  it.each(['made-up', 'a.b.c.d', '...', 'x'.repeat(5_000)])('has no such id: %.20s', async (session) => {
    expect(await answerTo({ session, body: PING })).toMatchObject(OVER);
    expect(await answerTo({ session, method: 'DELETE' })).toMatchObject(OVER);
  });

  it('of another gateway is answered here too, for a day', async () => {
    const foreign = (token: string, ageHours: number) =>
      createSessionIds({ token, now: () => Date.now() + (minutes - ageHours * 60) * 60_000 }).issue();
    const session = foreign(TOKEN, 23);
    expect((await answerTo({ session, body: rpc(1, 'tools/list') })).body).toContain('commander_status');
    expect(await answerTo({ session, method: 'GET' })).toMatchObject({ status: 405, allow: 'POST' });
    expect(await answerTo({ session: foreign(TOKEN, 25), body: PING })).toMatchObject(OVER);
    expect(await answerTo({ session: foreign('another token', 0), body: PING })).toMatchObject(OVER);
  });

  it('is not begun by what the transport refuses', async () => {
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    const body = rpc(0, 'initialize', params);
    const { status, body: answer } = await answerTo({ body, headers: { accept: 'text/html' } });
    expect({ status, answer }).toMatchObject({
      status: 406,
      answer: expect.stringContaining('Not Acceptable'),
    });
  });
});

it('a request without a session is answered alone', async () => {
  const { response } = await speak(world, { body: rpc(7, 'tools/list') });
  expect(response.headers['mcp-session-id']).toBeUndefined();
  expect(await text(response)).toContain('"id":7');
});

it('two clients with the same ids hear nothing of each other', async () => {
  const sessions = [await begin(world), await begin(world)];
  const tasks = [await queueTask(world), await queueTask(world)];
  const follow = (task_id = '') => toolCall(1, 'commander_logs', { task_id, follow: true, seconds: 60 });
  const following = await Promise.all(
    sessions.map((session, i) => speak(world, { session, body: follow(tasks[i]) })),
  );
  const unasked = await Promise.all(sessions.map((session) => speak(world, { method: 'GET', session })));
  for (const exchange of following) await until(exchange, /queued/);
  for (const [i, session] of sessions.entries()) {
    const uri = `commander://tasks/${tasks[i]}`;
    await speak(world, { session, body: rpc(2, 'resources/subscribe', { uri }) }).then(({ response }) =>
      text(response),
    );
  }
  await Promise.all(tasks.map((id, i) => say(world, id, `only for ${i}`)));
  for (const [i, exchange] of following.entries()) {
    const heard = await until(exchange, /only for/);
    expect(heard).toContain(`only for ${i}`);
    expect(heard).not.toContain(`only for ${1 - i}`);
  }
  const at = new Date().toISOString();
  for (const id of tasks) await world.store.change({ id, epoch: 0, at, patch: { priority: 'high' } });
  for (const [i, exchange] of unasked.entries()) {
    const heard = await until(exchange, /resources\/updated.*\n\n/);
    expect(heard).toContain(`commander://tasks/${tasks[i]}`);
    expect(heard).not.toContain(`${tasks[1 - i]}`);
  }
  for (const { sent } of [...following, ...unasked]) sent.destroy();
});

it('two hundred clients are served, and one too many is told to wait', async () => {
  let late = 0;
  await using other = await startWorld({ now: () => new Date(Date.UTC(2026, 0, 1) + late) });
  const [first = ''] = await Promise.all(Array.from({ length: 200 }, () => begin(other)));
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  const { response } = await speak(other, { body: rpc(0, 'initialize', params) });
  expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': '60' } });
  expect(JSON.parse(await text(response))).toMatchObject({
    error: { message: expect.stringContaining('try again') },
  });
  const ping = async () => (await speak(other, { session: first, body: PING })).response.resume().statusCode;
  expect(await ping()).toBe(200);
  late = 60_000;
  expect(await begin(other)).toMatch(/\./);
});

it('sessions end with the gateway, and hold nothing up', async () => {
  await using other = await startWorld();
  const session = await begin(other);
  const id = await queueTask(other);
  const listening = await speak(other, { method: 'GET', session });
  const body = toolCall(1, 'commander_logs', { task_id: id, follow: true });
  const following = await speak(other, { session, body });
  await until(following, /queued/);
  const ended = [listening, following].map(({ response }) => once(response.resume(), 'close'));
  await other.gateway.stop();
  await Promise.all(ended);
});
