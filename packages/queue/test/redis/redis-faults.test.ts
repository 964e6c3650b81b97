import { once } from 'node:events';
import { Redis } from 'ioredis';
import { describe, expect, test, vi } from 'vitest';
import { addSpend } from '../../src/installation/spend.ts';
import { createQueues } from '../../src/queues.ts';
import { checkWritable } from '../../src/redis/check-writable.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { within } from '../../src/redis/within.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { jobIdOf } from '../../src/tasks/task-queues.ts';
import { startPollWorker } from '../../src/worker/poll-worker.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startProxy } from '../a-proxy.ts';
import { startRedis } from '../a-redis.ts';
import { aTask } from '../a-task.ts';
import { Collected } from '../an-event.ts';
import { untilRenewed } from '../until-renewed.ts';

/** As in `createHealth`. */
const CHECK_MS = 2_000;

/** A process with a producer, a worker and a subscriber, which reach their Redis through a door. */
async function startWorld(options: string[] = []) {
  const server = await startRedis('--appendonly', 'yes', ...options);
  const proxy = await startProxy(server.socket);
  const admin = new Redis({ path: server.socket, retryStrategy: () => 20 });
  admin.on('error', () => undefined);
  const redis = await connectRedis({ url: proxy.url, role: 'producer' });
  const place = { redis, prefix: 'faults' };
  const [store, queues] = [createTaskStore(place), createQueues({ ...place, onError: () => undefined })];
  const runs = new Collected<string>();
  const changes = new Collected<string>();
  const settings = { redisUrl: proxy.url, prefix: place.prefix, onError: () => undefined };
  const worker = await startTaskWorker({
    ...settings,
    concurrency: 2,
    run: async ({ taskId }) => runs.add(taskId),
  });
  const endChanges = await store.onChange((id) => changes.add(id));
  let tasks = 0;
  return {
    ...{ server, proxy, admin, place, store, queues, runs, changes, settings, worker },
    /** What `/readyz` answers. */
    async isReady(): Promise<boolean> {
      let ready = false;
      const check = checkWritable(place).then(
        () => {
          ready = true;
        },
        () => undefined,
      );
      await within(CHECK_MS, check);
      try {
        worker.checkRunning();
        return ready;
      } catch {
        return false;
      }
    },
    /** Stores a task and has it run. */
    async runOne(): Promise<void> {
      tasks += 1;
      const task = aTask(tasks);
      await store.create(task);
      await enqueueTask(queues, task);
      await vi.waitFor(() => expect(runs.items.at(-1)).toBe(task.id), { timeout: 30_000 });
    },
    async [Symbol.asyncDispose]() {
      await endChanges();
      await worker.stop(500);
      await queues.close();
      redis.disconnect();
      admin.disconnect();
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

type World = Awaited<ReturnType<typeof startWorld>>;

async function untilReady(world: World, ready: boolean, timeout: number): Promise<void> {
  await vi.waitFor(async () => expect(await world.isReady()).toBe(ready), { timeout, interval: 100 });
}

describe.concurrent('a process that uses Redis', () => {
  test('is unready while Redis restarts, and goes on with scripts and subscription after it', async () => {
    await using world = await startWorld();
    await world.runOne();
    await world.server.end('SIGKILL');
    await untilReady(world, false, 3_000);
    world.server.again();
    await untilReady(world, true, 10_000);
    await world.runOne();
    const spend = { taskId: aTask(1).id, epoch: 1, repoId: 1, repo: 'a/b', day: '2026-01-01', used: {} };
    await addSpend(world.place, spend);
    await vi.waitFor(() => expect(world.changes.items.at(-1)).toBe(aTask(2).id), { timeout: 10_000 });
  });

  test('goes on after everything was wiped, ticks again, and can tell it', async () => {
    await using world = await startWorld();
    const ticks = new Collected<number>();
    const tick = async () => ticks.add(1);
    const polls = await startPollWorker({ ...world.settings, everyMs: () => 200, deafMs: 10_000, tick });
    const id = (await openStore(world.place)).id;
    await world.runOne();
    await ticks.until(2);
    await world.admin.flushall();
    await world.admin.script('FLUSH');
    const ticked = ticks.items.length;
    expect((await openStore(world.place)).id).not.toBe(id);
    await world.runOne();
    await ticks.until(ticked + 4);
    expect(await world.admin.hget('{faults}:polls:meta', 'concurrency')).toBe('1');
    await polls.stop(500);
  });

  test('is unready while Redis loads its data', async () => {
    await using world = await startWorld();
    await world.runOne();
    const filler = Array.from({ length: 40 }, (_, i) => [`filler${i}`, 'x'.repeat(20_000)]);
    await world.admin.mset(filler.flat());
    await world.admin.bgrewriteaof();
    await vi.waitFor(async () =>
      expect(await world.admin.info('persistence')).toContain('aof_rewrite_in_progress:0'),
    );
    await world.server.end('SIGTERM');
    world.server.again('--key-load-delay', '100000', '--loading-process-events-interval-bytes', '1024');
    const look = { path: world.server.socket, enableReadyCheck: false, retryStrategy: () => 20 };
    const watcher = new Redis(look).on('error', () => undefined);
    await vi.waitFor(async () => expect(await watcher.info('persistence')).toContain('\nloading:1'), {
      timeout: 5_000,
    });
    watcher.disconnect();
    expect(await world.isReady()).toBe(false);
    await untilReady(world, true, 20_000);
    await world.runOne();
  });

  test('is unready while Redis has no memory left', async () => {
    await using world = await startWorld();
    await world.admin.config('SET', 'maxmemory', '1');
    expect(await world.isReady()).toBe(false);
    await world.admin.config('SET', 'maxmemory', '0');
    expect(await world.isReady()).toBe(true);
    await world.runOne();
  });

  test('is unready while its Redis is a replica', async () => {
    await using world = await startWorld();
    await world.admin.config('SET', 'replica-serve-stale-data', 'yes');
    await world.admin.replicaof('127.0.0.1', '1');
    expect(await world.isReady()).toBe(false);
    await world.admin.replicaof('NO', 'ONE');
    await untilReady(world, true, 10_000);
    await world.runOne();
  });

  test('is unready within seconds when nothing answers any more, and makes new connections', async () => {
    await using world = await startWorld();
    await world.runOne();
    world.proxy.hush();
    await untilReady(world, false, 8_000);
    world.proxy.heal();
    await untilReady(world, true, 30_000);
    await world.runOne();
  }, 60_000);

  test('a run, its worker and a subscriber outlive connections that are dead without a word', async () => {
    await using world = await startWorld();
    const done = new AbortController();
    const ended = new Collected<string>();
    const long = await startTaskWorker({
      ...{ redisUrl: world.proxy.url, prefix: 'long', onError: () => undefined, concurrency: 2 },
      run: async ({ taskId, signal }) => {
        if (taskId === aTask(1).id) await once(done.signal, 'abort');
        ended.add(`${taskId} ${signal.aborted}`);
      },
    });
    const queues = createQueues({ ...world.place, prefix: 'long' });
    await enqueueTask(queues, aTask(1));
    await vi.waitFor(async () => expect(await queues.tasks.getActiveCount()).toBe(1));
    world.proxy.kill();
    await vi.waitFor(() => enqueueTask(queues, aTask(2)), { timeout: 30_000 });
    expect(await ended.until(1)).toEqual([`${aTask(2).id} false`]);
    // Over the connection that was made after: without that the run would have been told that its lock is lost.
    await untilRenewed(world.admin, `${queues.tasks.toKey(jobIdOf(aTask(1).id))}:lock`, 1);
    done.abort();
    expect(await ended.until(2)).toContain(`${aTask(1).id} false`);
    await vi.waitFor(async () => expect(await queues.tasks.getCompletedCount()).toBe(2));
    // What is told before the subscriber has noticed is lost on the way, as everything was when its connection died.
    let number = 3;
    const tell = async () => {
      const task = aTask(number++);
      await world.store.create(task);
      await vi.waitFor(() => expect(world.changes.items.at(-1)).toBe(task.id));
    };
    await vi.waitFor(tell, { timeout: 30_000 });
    await long.stop(500);
    await queues.close();
  }, 120_000);
});
