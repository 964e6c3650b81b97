import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPERATIONS } from '@opencode-commander/control';
import { startEmbeddedRedis } from '@opencode-commander/queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../gateway-world.ts';
import { begin, rpc, speak, toolCall, until } from './raw-client.ts';
import { failTask, queueTask, say } from './tasks.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ heartbeatMs: 50 });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Follows with the SDK's own client; gives what it was told, and what came of it. */
async function follow(
  args: Record<string, unknown>,
  options: { signal?: AbortSignal; told?: string[] } = {},
) {
  const client = await world.client();
  const told = options.told ?? [];
  const call = { name: 'commander_logs', arguments: { follow: true, ...args } };
  const result = await client.callTool(call, undefined, {
    timeout: 1_000,
    resetTimeoutOnProgress: true,
    onprogress: ({ message }) => void told.push(message ?? ''),
    ...(options.signal && { signal: options.signal }),
  });
  return { told, result };
}

describe('following', () => {
  it('tells what happened and what happens as it happens, and gives it as a page when the task has ended', async () => {
    const id = await queueTask(world);
    await say(world, id, 'before');
    const told: string[] = [];
    const following = follow({ task_id: id }, { told });
    await expect.poll(() => told.join('\n')).toContain('before');
    await say(world, id, 'meanwhile');
    await expect.poll(() => told.join('\n')).toContain('meanwhile');
    await failTask(world, id, 'it gave up');
    const { result } = await following;
    const { events, next, more } = OPERATIONS.logs.output.parse(result.structuredContent);
    const messages = events.map(({ event }) => ('message' in event ? event.message : ''));
    expect(messages).toEqual(expect.arrayContaining(['accepted', 'before', 'meanwhile', 'it gave up']));
    expect({ next, more }).toEqual({ next: events.at(-1)?.cursor, more: false });
    const lines = told.filter((line) => line !== 'still at it');
    expect(lines).toHaveLength(events.length);
    expect(lines[0]).toMatch(/^\d{4}-\S+Z queued: accepted$/);
  });

  it('lives longer than its client would wait, though nothing happens, and ends after the seconds asked for', async () => {
    const id = await queueTask(world);
    const began = performance.now();
    const { told, result } = await follow({ task_id: id, seconds: 2 });
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(told.filter((line) => line === 'still at it').length).toBeGreaterThan(3);
    expect(result.structuredContent).toMatchObject({ more: false });
  });

  it('goes on after a cursor, and gives no more than the limit', async () => {
    const id = await queueTask(world);
    const [first] = await world.store.readEvents(id, { limit: 1 });
    for (const line of ['one', 'two', 'three']) await say(world, id, line);
    await failTask(world, id, 'over');
    const { told, result } = await follow({ task_id: id, after: first?.cursor, limit: 2 });
    expect(told.join('\n')).toMatch(/one.*two.*three.*over/s);
    expect(OPERATIONS.logs.output.parse(result.structuredContent).events).toHaveLength(2);
  });

  it('names a task that is not there', async () => {
    const { result } = await follow({ task_id: '999-abcdef' });
    expect(result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('no task') }] });
  });

  it('says nothing to who does not want to hear how it goes', async () => {
    const id = await queueTask(world);
    await failTask(world, id, 'over');
    const args = { name: 'commander_logs', arguments: { task_id: id, follow: true } };
    const exchange = await speak(world, { body: rpc(3, 'tools/call', args) });
    expect(await until(exchange, /"id":3/)).not.toContain('progress');
  });
});

it('ends at once when it is cancelled, and when its connection is closed', async () => {
  // Of one's own: connections are counted.
  const dataDir = await mkdtemp(join(tmpdir(), 'd-'));
  const redis = await startEmbeddedRedis({ dataDir, runDir: dataDir });
  const alone = await startWorld({ redisUrl: redis.url });
  const id = await queueTask(alone);
  const session = await begin(alone);
  const connections = async () => String(await alone.redis.client('LIST')).match(/^id=/gm)?.length;
  const before = await connections();
  const body = toolCall(5, 'commander_logs', { task_id: id, follow: true });

  const cancelled = await speak(alone, { session, body });
  await until(cancelled, /accepted/);
  await expect.poll(connections).toBe((before ?? 0) + 1);
  const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 5 } };
  expect((await speak(alone, { session, body: cancel })).response.statusCode).toBe(202);
  await expect.poll(connections).toBe(before);
  // Its stream has ended, unanswered.
  await expect(until(cancelled, /"result"/)).rejects.toThrow('it ended without');

  for (const where of [{ session }, {}]) {
    const closed = await speak(alone, { ...where, body });
    await until(closed, /accepted/);
    await expect.poll(connections).toBe((before ?? 0) + 1);
    closed.sent.destroy();
    await expect.poll(connections).toBe(before);
  }
  expect(alone.lines.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
  await alone[Symbol.asyncDispose]();
  await redis.stop();
  await rm(dataDir, { recursive: true });
});
