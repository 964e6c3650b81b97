import { STATUSES, type TaskEvent } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { createQueues } from '../../src/queues.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { RedisError } from '../../src/redis/redis-error.ts';
import {
  ChangedMeanwhileError,
  CorruptTaskError,
  IllegalTransitionError,
  PublishingError,
  StaleEpochError,
  TaskNotFoundError,
} from '../../src/store/store-error.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueMissing, enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis, state } from '../a-redis.ts';
import { aTask, at, epochOf } from '../a-task.ts';

describe('create and get', () => {
  test('give back what was stored, once', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const task = aTask(12, { title: '`$(id)`\n"', failure: { kind: 'stuck', message: 'x' } });
    expect(await store.create(task)).toBe('created');
    expect(await store.create({ ...task, title: 'another' })).toBe('exists');
    expect(await store.get(task.id)).toEqual(task);
  });

  test('two creators of the same tasks at once: one of them creates each', async () => {
    await using own = startPrefix();
    const second = own.redis.duplicate();
    const stores = [createTaskStore(own), createTaskStore({ ...own, redis: second })];
    const tasks = Array.from({ length: 20 }, (_, i) => aTask(i + 1));
    const results = await Promise.all(stores.flatMap((store) => tasks.map((task) => store.create(task))));
    expect(results.filter((result) => result === 'created')).toHaveLength(20);
    expect((await createTaskStore(own).counts()).queued).toBe(20);
    second.disconnect();
  });

  test('an id that is none is found nowhere', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    expect(await store.get('12-a1b2c3')).toBeNull();
    expect(await store.get('12-a1b2c3:events')).toBeNull();
    await expect(store.claim({ id: '12-a1b2c3', host: 'h', at: at(1) })).rejects.toThrow(TaskNotFoundError);
    await expect(store.change({ id: 'no id', epoch: 0, at: at(1) })).rejects.toThrow(TaskNotFoundError);
  });

  test('a corrupt record is an error that names the task and where to look', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const task = aTask(12);
    await store.create(task);
    await own.redis.hset(`{${own.prefix}}:task:${task.id}`, 'usage', '{');
    const error = await store.get(task.id).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CorruptTaskError);
    expect(error).toBeInstanceOf(RedisError);
    expect(String(error)).toContain(`{${own.prefix}}:task:${task.id}`);
  });

  test.each(['{', '"nonsense"', 'null'])('a record whose status is %s is not written to', async (status) => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const key = `{${own.prefix}}:task:${id}`;
    await own.redis.hset(key, 'status', status);
    const before = await own.redis.hgetall(key);
    await expect(store.claim({ id, host: 'h', at: at(1) })).rejects.toThrow(CorruptTaskError);
    const change = store.change({ id, epoch: 0, status: 'cancelled', at: at(1) });
    await expect(change).rejects.toThrow(`redis-cli hgetall '${key}'`);
    expect(await own.redis.hgetall(key)).toEqual(before);
  });

  test('a corrupt record is left out of lists, and said once', async () => {
    await using own = startPrefix();
    const said: CorruptTaskError[] = [];
    const store = createTaskStore({ ...own, onCorrupt: (error) => said.push(error) });
    for (const number of [1, 2, 3]) await store.create(aTask(number));
    await own.redis.hset(`{${own.prefix}}:task:${aTask(2).id}`, 'usage', '{');
    const numbers = async () =>
      (await store.list({ statuses: ['queued'] })).map(({ source }) => source.number);
    expect(await numbers()).toEqual([3, 1]);
    expect(await numbers()).toEqual([3, 1]);
    expect(said.map(String)).toEqual([expect.stringContaining(aTask(2).id)]);
    const queues = createQueues(own);
    expect(await enqueueMissing(queues, store)).toEqual([aTask(1).id, aTask(3).id]);
    await queues.close();
  });
});

test('everything is a RedisError while Redis is away', async () => {
  const server = await startRedis();
  const redis = await connectRedis({ url: server.url, role: 'producer' });
  const store = createTaskStore({ redis, prefix: 'away' });
  const queues = createQueues({ redis, prefix: 'away' });
  await queues.tasks.waitUntilReady();
  const closed = state(redis, 'close');
  await server[Symbol.asyncDispose]();
  await closed;
  await expect(store.get(aTask(1).id)).rejects.toThrow(RedisError);
  await expect(store.create(aTask(1))).rejects.toThrow(RedisError);
  await expect(store.readEvents(aTask(1).id)).rejects.toThrow(RedisError);
  await expect(enqueueTask(queues, aTask(1))).rejects.toThrow(RedisError);
  await expect(enqueueWrite(queues, { kind: 'status', taskId: aTask(1).id })).rejects.toThrow(RedisError);
  redis.disconnect();
});

describe('claim and change', () => {
  test('a claim raises the epoch and starts the clock', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const claimed = await store.claim({ id, host: 'laptop', at: at(5) });
    expect(claimed).toEqual({
      ...aTask(12),
      status: 'dispatched',
      epoch: expect.any(Number),
      runs: 1,
      revision: 1,
      host: 'laptop',
      startedAt: at(5),
      updatedAt: at(5),
    });
    expect(Math.abs(claimed.epoch - Date.now())).toBeLessThan(60_000);
    expect(await store.get(id)).toEqual(claimed);
    await expect(store.claim({ id, host: 'other', at: at(6) })).rejects.toThrow(IllegalTransitionError);
    expect(await store.get(id)).toEqual(claimed);
  });

  test('of ten claims at once one wins', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    await store.create(aTask(12));
    const claims = Array.from({ length: 10 }, (_, i) =>
      store.claim({ id: aTask(12).id, host: `h${i}`, at: at(1) }),
    );
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await store.get(aTask(12).id))?.runs).toBe(1);
  });

  test('a run that lost its claim cannot write', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const { epoch } = await store.claim({ id, host: 'a', at: at(1) });
    await store.change({ id, epoch, status: 'queued', at: at(2) });
    const current = await store.claim({ id, host: 'b', at: at(3) });
    const late = store.change({ id, epoch, patch: { commits: 3 }, at: at(4) });
    await expect(late).rejects.toThrow(StaleEpochError);
    const event: TaskEvent = { type: 'agent_text', at: at(4), text: 'late' };
    await expect(store.appendEvent(id, event, { epoch })).rejects.toThrow(StaleEpochError);
    expect(await store.get(id)).toEqual(current);
  });

  test('no epoch is given twice, whatever of the record was lost', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const first = await store.claim({ id, host: 'a', at: at(1) });
    await own.redis.del(await own.redis.keys(`*{${own.prefix}}*`));
    await store.create(aTask(12));
    const late = store.change({ id, epoch: first.epoch, status: 'completed', at: at(2) });
    await expect(late).rejects.toThrow(StaleEpochError);
    const second = await store.claim({ id, host: 'b', at: at(3) });
    expect(second.epoch).toBeGreaterThan(first.epoch);
    await store.change({ id, epoch: second.epoch, status: 'queued', at: at(4) });
    expect((await store.claim({ id, host: 'b', at: at(5) })).epoch).toBeGreaterThan(second.epoch);
  });

  test('an epoch from ahead of the clock is raised all the same, and never twice to the same one', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const ahead = Date.now() + 3_600_000;
    const given = new Set<number>();
    for (let time = 0; time < 5; time += 1) {
      await store.create(aTask(12, { epoch: ahead }));
      const { epoch } = await store.claim({ id: aTask(12).id, host: 'a', at: at(1) });
      expect(epoch).toBeGreaterThan(ahead);
      given.add(epoch);
      await own.redis.del(await own.redis.keys(`*{${own.prefix}}*`)); // the claim is lost
    }
    expect(given.size).toBe(5);
  });

  test('a patch keeps the status and everything else', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const patch = { prUrl: 'https://x/1', usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.25 } };
    const changed = await store.change({ id, epoch: 0, patch, at: at(9) });
    expect(changed).toEqual({ ...aTask(12), ...patch, revision: 1, updatedAt: at(9) });
  });

  test('a patch leaves alone what it does not name, defaults included', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const task = aTask(12, {
      waitsFor: { kind: 'repository', limit: 1 },
      model: 'a/b',
      checklist: [{ text: 'one', done: true }],
      workedMs: 7,
      grants: [{ by: 'comment:1', usd: 2 }],
    });
    await store.create(task);
    const changed = await store.change({ id: task.id, epoch: 0, patch: { commits: 1 }, at: at(9) });
    expect(changed).toEqual({ ...task, commits: 1, revision: 1, updatedAt: at(9) });
  });

  test('a renamed repository is taken over', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id, source } = aTask(12);
    await store.create(aTask(12));
    const patch = { source: { ...source, repo: 'acme/site' } };
    expect((await store.change({ id, epoch: 0, patch, at: at(1) })).source.repo).toBe('acme/site');
  });

  test('what is given must still be so', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    // As an older version left it.
    await own.redis.hdel(`{${own.prefix}}:task:${id}`, 'grants', 'question');
    const grant = (by: string) =>
      store.change({
        id,
        epoch: 0,
        at: at(1),
        given: { status: 'queued', grants: [], question: null },
        patch: { grants: [{ by, usd: 1 }] },
      });
    const results = await Promise.allSettled([grant('comment:1'), grant('comment:2')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(grant('comment:3')).rejects.toThrow(ChangedMeanwhileError);
    const given = { status: 'running' } as const;
    await expect(store.change({ id, epoch: 0, at: at(1), given })).rejects.toThrow('(status)');
    expect((await store.get(id))?.grants).toHaveLength(1);
  });

  test('a patch that makes no task is refused before it is written', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    await expect(store.change({ id, epoch: 0, patch: { commits: -1 }, at: at(1) })).rejects.toThrow();
    expect(await store.get(id)).toEqual(aTask(12));
  });

  test('the end is dated, and a task that is queued again has none', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const failed = await store.change({ id, epoch: 0, status: 'failed', at: at(3) });
    expect(failed.finishedAt).toBe(at(3));
    const again = await store.change({ id, epoch: 0, status: 'queued', at: at(4) });
    expect(again.finishedAt).toBeNull();
  });
});

describe('cancelling', () => {
  /** A task that runs. */
  async function running(own: ReturnType<typeof startPrefix>) {
    const store = createTaskStore(own);
    const { id } = aTask(12);
    await store.create(aTask(12));
    const { epoch } = await store.claim({ id, host: 'a', at: at(1) });
    await store.change({ id, epoch, status: 'running', at: at(2) });
    return { store, id, epoch };
  }

  test('takes the task from its run', async () => {
    await using own = startPrefix();
    const { store, id, epoch } = await running(own);
    const cancelled = await store.change({ id, epoch, status: 'cancelled', at: at(3) });
    expect(cancelled).toMatchObject({ status: 'cancelled', finishedAt: at(3) });
    expect(cancelled.epoch).toBeGreaterThan(epoch);
    const late = store.change({ id, epoch, status: 'completed', at: at(4) });
    await expect(late).rejects.toThrow(StaleEpochError);
    expect(await store.get(id)).toEqual(cancelled);
  });

  // The writers' clock is years from Redis's in these tests: how far ahead the instant is for them must count.
  test('is refused while the run publishes, until it says that it does no more', async () => {
    await using own = startPrefix();
    const { store, id, epoch } = await running(own);
    await store.change({ id, epoch, patch: { publishingUntil: at(63) }, at: at(3) });
    const cancel = () => store.change({ id, epoch, status: 'cancelled', at: at(4) });
    const refused: unknown = await cancel().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PublishingError);
    expect(refused).toMatchObject({ message: expect.stringContaining('try again in') });
    expect((refused as PublishingError).remainingMs).toBeGreaterThan(50_000);
    expect((await store.get(id))?.status).toBe('running');
    await store.change({ id, epoch, patch: { publishingUntil: null }, at: at(5) });
    expect((await cancel()).status).toBe('cancelled');
  });

  test('is possible again when the time is over, and after another claim', async () => {
    await using own = startPrefix();
    const { store, id, epoch } = await running(own);
    await store.change({ id, epoch, patch: { publishingUntil: at(63) }, at: at(3) });
    // The run is lost in the middle of it.
    await store.change({ id, epoch, status: 'queued', at: at(4) });
    const claimed = await store.claim({ id, host: 'b', at: at(5) });
    expect(claimed.publishingUntil).toBeNull();
    const second = { id, epoch: claimed.epoch };
    await store.change({ ...second, patch: { publishingUntil: at(5) }, at: at(5) });
    expect((await store.change({ ...second, status: 'cancelled', at: at(6) })).status).toBe('cancelled');
  });

  test('one that loses to publishing loses, one that wins ends it: never both', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    for (let number = 1; number <= 30; number += 1) {
      const { id } = aTask(number);
      await store.create(aTask(number));
      const { epoch } = await store.claim({ id, host: 'a', at: at(1) });
      await store.change({ id, epoch, status: 'running', at: at(2) });
      const writes = [
        store.change({ id, epoch, patch: { publishingUntil: at(63) }, at: at(3) }),
        store.change({ id, epoch, status: 'cancelled', at: at(3) }),
      ];
      const results = await Promise.allSettled(number % 2 ? writes : writes.reverse());
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });
});

describe('list and counts', () => {
  test('list is newest first, by status and limit', async () => {
    await using own = startPrefix();
    const store = createTaskStore(own);
    for (const number of [1, 2, 3, 4]) await store.create(aTask(number));
    await store.claim({ id: aTask(3).id, host: 'h', at: at(9) });
    const numbers = async (options?: Parameters<typeof store.list>[0]) =>
      (await store.list(options)).map(({ source }) => source.number);
    expect(await numbers()).toEqual([4, 3, 2, 1]);
    expect(await numbers({ statuses: ['queued'] })).toEqual([4, 2, 1]);
    expect(await numbers({ statuses: ['queued', 'dispatched'], limit: 2 })).toEqual([4, 3]);
    expect(await numbers({ statuses: [] })).toEqual([]);
  });

  test('ended tasks go after their retention, with all that belongs to them', async () => {
    await using own = startPrefix();
    const store = createTaskStore({ ...own, retentionMs: -1000 });
    await store.create(aTask(1));
    await store.create(aTask(2));
    await store.change({ id: aTask(1).id, epoch: 0, status: 'failed', at: at(1) });
    expect(await store.counts()).toMatchObject({ queued: 1, failed: 0 });
    expect(await store.list()).toEqual([aTask(2)]);
    const left = (await own.redis.keys(`*{${own.prefix}}*`)).filter((key) => key.includes(aTask(1).id));
    expect(left).toEqual([]);
  });

  test('a task that is queued again is kept', async () => {
    await using own = startPrefix();
    const store = createTaskStore({ ...own, retentionMs: -1000 });
    const { id } = aTask(1);
    await store.create(aTask(1));
    await store.change({ id, epoch: 0, status: 'cancelled', at: at(1) });
    await store.change({ id, epoch: await epochOf(store, id), status: 'queued', at: at(2) });
    expect(await store.list()).toHaveLength(1);
  });

  test('counts name every status', async () => {
    await using own = startPrefix();
    expect(Object.keys(await createTaskStore(own).counts()).sort()).toEqual([...STATUSES].sort());
  });
});
