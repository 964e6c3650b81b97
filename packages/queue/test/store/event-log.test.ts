import type { TaskEvent } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import type { LoggedEvent } from '../../src/store/event-log.ts';
import { TaskNotFoundError } from '../../src/store/store-error.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { startProxy } from '../a-proxy.ts';
import { startRedis } from '../a-redis.ts';
import { aTask, at, epochOf } from '../a-task.ts';

const task = aTask(12);
const says = (text: string): TaskEvent => ({ type: 'agent_text', at: at(1), text });
const texts = (events: readonly LoggedEvent[]) =>
  events.map(({ event }) => (event.type === 'agent_text' ? event.text : event.type));

describe('readEvents', () => {
  test('gives events in order, after a cursor, and the last ones', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(task);
    for (const text of ['a', 'b', 'c']) await store.appendEvent(task.id, says(text));
    const all = await store.readEvents(task.id);
    expect(texts(all)).toEqual(['status', 'a', 'b', 'c']);
    const cursor = all[1]?.cursor ?? '';
    expect(texts(await store.readEvents(task.id, { after: cursor }))).toEqual(['b', 'c']);
    expect(texts(await store.readEvents(task.id, { after: cursor, limit: 1 }))).toEqual(['b']);
    expect(texts(await store.readEvents(task.id, { last: true, limit: 2 }))).toEqual(['b', 'c']);
  });

  test('a change of status is in the log as soon as it is in the record', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(task);
    await store.claim({ id: task.id, host: 'h', at: at(2), message: 'claimed by h' });
    await store.change({ id: task.id, epoch: await epochOf(store, task.id), status: 'running', at: at(3) });
    expect((await store.readEvents(task.id)).map(({ event }) => event)).toEqual([
      { type: 'status', at: task.createdAt, status: 'queued', message: 'accepted' },
      { type: 'status', at: at(2), status: 'dispatched', message: 'claimed by h' },
      { type: 'status', at: at(3), status: 'running', message: '' },
    ]);
  });

  test('a follow-up says why it is one', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create({ ...task, round: 1, followUp: { kind: 'conflict', triggers: [], headSha: 'a' } });
    const [first] = await store.readEvents(task.id);
    expect(first?.event).toMatchObject({ message: 'accepted as a follow-up: conflict' });
  });

  test('a task that is not there has no log', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await expect(store.appendEvent(task.id, says('a'))).rejects.toThrow(TaskNotFoundError);
    expect(await store.readEvents(task.id)).toEqual([]);
  });

  test('the log is capped', async () => {
    await using own = startPrefix();
    const store = createTaskStore({ ...own, maxEvents: 100 });
    await store.create(task);
    for (let i = 0; i < 500; i += 1) await store.appendEvent(task.id, says(String(i)));
    const events = await store.readEvents(task.id);
    expect(events.length).toBeLessThan(300);
    expect(texts(events).at(-1)).toBe('499');
  });

  test('an event that cannot be read is left out, and said once, with where it is', async () => {
    await using own = startPrefix();
    const said: string[] = [];
    const store = createTaskStore({ ...own, onCorrupt: ({ message }) => said.push(message) });
    await store.create(task);
    const key = `{${own.prefix}}:task:${task.id}:events`;
    const cursor = await own.redis.xadd(key, '*', 'event', 'nonsense');
    await store.appendEvent(task.id, says('a'));
    for (const options of [{}, { last: true }])
      expect(texts(await store.readEvents(task.id, options))).toEqual(['status', 'a']);
    const ended = new AbortController();
    const followed: LoggedEvent[] = [];
    for await (const event of store.followEvents(task.id, { signal: ended.signal })) {
      followed.push(event);
      if (followed.length === 2) ended.abort();
    }
    expect(texts(followed)).toEqual(['status', 'a']);
    expect(said).toEqual([expect.stringContaining(`redis-cli xrange '${key}' ${cursor} ${cursor}`)]);
  });
});

describe('followEvents', () => {
  test('gives the past, then what comes, and ends with the signal', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(task);
    await store.appendEvent(task.id, says('before'));
    const end = new AbortController();
    const seen: string[] = [];
    for await (const logged of store.followEvents(task.id, { signal: end.signal })) {
      seen.push(...texts([logged]));
      if (seen.length === 2) await store.appendEvent(task.id, says('after'));
      if (seen.at(-1) === 'after') setImmediate(() => end.abort());
    }
    expect(seen).toEqual(['status', 'before', 'after']);
  });

  test('starts after a cursor, and a reader who leaves releases the connection', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(task);
    await store.appendEvent(task.id, says('a'));
    const [, first] = await store.readEvents(task.id);
    await store.appendEvent(task.id, says('b'));
    const signal = new AbortController().signal;
    for await (const logged of store.followEvents(task.id, { after: first?.cursor ?? '', signal })) {
      expect(texts([logged])).toEqual(['b']);
      break;
    }
  });

  test('goes on after all connections were cut', async () => {
    await using server = await startRedis();
    const redis = new Redis({ path: server.socket });
    redis.on('error', () => undefined);
    const store = createTaskStore({ redis, prefix: 'cut' });
    await store.create(task);
    const end = new AbortController();
    const events = store.followEvents(task.id, { signal: end.signal });
    expect(texts([(await events.next()).value as LoggedEvent])).toEqual(['status']);
    const next = events.next();
    await redis.client('KILL', 'TYPE', 'PUBSUB');
    await redis.client('KILL', 'TYPE', 'NORMAL', 'SKIPME', 'NO');
    await store.appendEvent(task.id, says('later'));
    expect(texts([(await next).value as LoggedEvent])).toEqual(['later']);
    const last = events.next();
    end.abort();
    expect((await last).done).toBe(true);
    redis.disconnect();
  });

  test('goes on after Redis was away', async () => {
    await using server = await startRedis();
    await using proxy = await startProxy(server.socket);
    const redis = await connectRedis({ url: proxy.url, role: 'producer' });
    const other = new Redis({ path: server.socket });
    const store = createTaskStore({ redis, prefix: 'away' });
    await store.create(task);
    const end = new AbortController();
    const events = store.followEvents(task.id, { signal: end.signal });
    expect(texts([(await events.next()).value as LoggedEvent])).toEqual(['status']);
    const next = events.next();
    proxy.cut();
    await createTaskStore({ redis: other, prefix: 'away' }).appendEvent(task.id, says('later'));
    expect(texts([(await next).value as LoggedEvent])).toEqual(['later']);
    end.abort();
    expect((await events.next()).done).toBe(true);
    redis.disconnect();
    other.disconnect();
  });

  test('any number of followers take one connection', async () => {
    await using server = await startRedis();
    const redis = new Redis({ path: server.socket });
    const store = createTaskStore({ redis, prefix: 'many' });
    await store.create(task);
    const ends = Array.from({ length: 50 }, () => new AbortController());
    const each = ends.map(({ signal }) => store.followEvents(task.id, { signal }));
    await Promise.all(each.map((events) => events.next()));
    const next = each.map((events) => events.next());
    expect(await redis.info('clients')).toContain('connected_clients:2');
    await store.appendEvent(task.id, says('to all'));
    for (const { value } of await Promise.all(next))
      expect(texts([value as LoggedEvent])).toEqual(['to all']);
    for (const end of ends) end.abort();
    await Promise.all(each.map((events) => events.next()));
    redis.disconnect();
  });

  test('does not begin with a signal that is aborted already', async () => {
    await using own = startPrefix();
    const events = createTaskStore(own).followEvents(task.id, { signal: AbortSignal.abort() });
    expect((await events.next()).done).toBe(true);
  });
});
