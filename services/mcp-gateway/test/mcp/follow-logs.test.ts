import { OPERATIONS } from '@opencode-commander/control';
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
  // Whoever has ended makes room for the next.
  await using alone = await startWorld({ maxFollowers: 1 });
  const id = await queueTask(alone);
  const session = await begin(alone);
  const body = toolCall(5, 'commander_logs', { task_id: id, follow: true });
  const room = async () => {
    const exchange = await speak(alone, { body });
    const heard = await until(exchange, /accepted|as many as it may/);
    exchange.sent.destroy();
    return heard.includes('accepted');
  };

  const cancelled = await speak(alone, { session, body });
  await until(cancelled, /accepted/);
  expect(await room()).toBe(false);
  expect((await speak(alone, { session, body: cancel(5) })).response.statusCode).toBe(202);
  // Its stream has ended, unanswered.
  await expect(until(cancelled, /"result"/)).rejects.toThrow('it ended without');
  await expect.poll(room).toBe(true);

  for (const where of [{ session }, {}]) {
    let closed = await speak(alone, { ...where, body });
    await expect
      .poll(async () => {
        if (/accepted/.test(await until(closed, /accepted|as many as it may/))) return true;
        closed = await speak(alone, { ...where, body });
        return false;
      })
      .toBe(true);
    closed.sent.destroy();
    await expect.poll(room).toBe(true);
  }
  expect(alone.lines.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});

describe('of a batch', () => {
  it('what is cancelled ends alone, and the answer with the last of them', async () => {
    const session = await begin(world);
    const ids = [await queueTask(world), await queueTask(world)];
    const body = ids.map((task_id, i) => toolCall(10 + i, 'commander_logs', { task_id, follow: true }));
    const exchange = await speak(world, { session, body });
    await until(exchange, /call-10.*accepted/);
    await speak(world, { session, body: cancel(10) }).then(({ response }) => response.resume());
    await say(world, ids[1] ?? '', 'after the other was cancelled');
    await until(exchange, /after the other was cancelled/);
    await speak(world, { session, body: cancel(11) }).then(({ response }) => response.resume());
    await expect(until(exchange, /"result"/)).rejects.toThrow('it ended without');
  });

  it('what is cancelled is not waited for when the others have been answered', async () => {
    const session = await begin(world);
    const task_id = await queueTask(world);
    const body = [rpc(20, 'ping'), toolCall(21, 'commander_logs', { task_id, follow: true })];
    const exchange = await speak(world, { session, body });
    await until(exchange, /accepted/);
    await speak(world, { session, body: cancel(21) }).then(({ response }) => response.resume());
    await expect(until(exchange, /never/)).rejects.toThrow('it ended without');
  });
});

function cancel(requestId: number) {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
}
