import { type GitHubWrite, issueNumberOf } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';
import { issueCosts, noteTaskCost } from '../../src/installation/issue-costs.ts';
import { createRateGate } from '../../src/installation/rate-gate.ts';
import { recentHours } from '../../src/installation/recent-hours.ts';
import { requestPoll, takeHints } from '../../src/installation/request-poll.ts';
import { addSpend, spentOn } from '../../src/installation/spend.ts';
import { noteActivity, readActivity } from '../../src/installation/task-activity.ts';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { checkWritable } from '../../src/redis/check-writable.ts';
import { connectRedis } from '../../src/redis/connect-redis.ts';
import { requirePersistence } from '../../src/redis/require-persistence.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueMissing, enqueueTask, positionOf } from '../../src/tasks/enqueue-task.ts';
import { startPollWorker } from '../../src/worker/poll-worker.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { aTask, at } from '../a-task.ts';
import { startCluster, startSentinel } from '../a-topology.ts';
import { Collected } from '../an-event.ts';

/** A program over whatever `url` names, as far as this package goes. */
async function startProgram(url: string) {
  const redis = await connectRedis({ url, role: 'producer' });
  const place = { redis, prefix: 'topology' };
  const store = createTaskStore(place);
  const queues = createQueues({ ...place, onError: () => undefined });
  const [runs, writes, ticks, changes] = [
    new Collected<string>(),
    new Collected<GitHubWrite>(),
    new Collected<number>(),
    new Collected<string>(),
  ];
  const settings = { redisUrl: url, prefix: place.prefix, onError: () => undefined };
  const worker = await startTaskWorker({
    ...{ ...settings, concurrency: 2 },
    run: async ({ taskId: id }) => {
      const { epoch } = await store.claim({ id, host: 'h', at: at(1) });
      await store.change({ id, epoch, status: 'running', at: at(2) });
      await store.change({ id, epoch, status: 'completed', at: at(3) });
      await enqueueWrite(queues, { kind: 'status', taskId: id });
      runs.add(id);
    },
  });
  const outbox = await startOutboxWorker({ ...settings, write: async (write) => writes.add(write) });
  const polls = await startPollWorker({ ...settings, everyMs: () => 60_000, tick: async () => ticks.add(1) });
  const endChanges = await store.onChange((id) => changes.add(id));
  return {
    ...{ redis, place, store, queues, worker, outbox, polls, runs, writes, ticks, changes },
    async [Symbol.asyncDispose]() {
      await endChanges();
      await Promise.all([worker, outbox, polls].map((each) => each.stop(500)));
      await queues.close();
      redis.disconnect();
    },
  };
}

test('a task lives its whole life on a cluster of three', async () => {
  await using cluster = await startCluster();
  await using program = await startProgram(cluster.url);
  const { place, store, queues } = program;
  const warn = vi.fn();
  await requirePersistence(place.redis, { url: cluster.url, allowVolatile: false, warn });
  expect(warn).not.toHaveBeenCalled();
  expect(await openStore(place)).toMatchObject({ version: 1 });
  await checkWritable(place);

  const task = aTask(1);
  const { id } = task;
  const ending = new AbortController();
  const told = new Collected<string>();
  await store.create(task);
  const following = (async () => {
    for await (const { event } of store.followEvents(id, { signal: ending.signal }))
      told.add(event.type === 'status' ? event.status : event.type);
  })();
  expect(await enqueueMissing(queues, store)).toEqual([id]);
  await program.runs.until(1);
  expect(await program.writes.until(1)).toEqual([{ kind: 'status', taskId: id }]);
  expect(await told.until(4)).toEqual(['queued', 'dispatched', 'running', 'completed']);
  ending.abort();
  await following;
  expect(await program.changes.until(4)).toEqual([id, id, id, id]);
  expect(await store.counts()).toMatchObject({ completed: 1 });
  expect((await store.list()).map((one) => one.status)).toEqual(['completed']);
  expect(await positionOf(queues, id)).toBeNull();

  await program.ticks.until(1);
  await requestPoll(queues, { repo: 'acme/web', number: 1 });
  await program.ticks.until(2);
  expect(await takeHints(queues)).toEqual([{ repo: 'acme/web', number: 1 }]);
  const used = { 'a/one': { inputTokens: 1, outputTokens: 1, costUsd: 2 } };
  await addSpend(place, { taskId: id, epoch: 1, repoId: 7, repo: 'acme/web', day: '2026-01-01', used });
  expect((await spentOn(place, '2026-01-01')).total).toBe(2);
  await noteTaskCost(place, { repoId: 7, taskId: id, usd: 2 });
  expect(await issueCosts(place, [{ repoId: 7, number: issueNumberOf(id) }])).toEqual([2]);
  // The hour may have ended meanwhile.
  const spent = (await recentHours(place, 2)).reduce((sum, { costUsd }) => sum + costUsd, 0);
  expect(spent).toBe(2);
  const uses = { cpuPercent: 1, memoryBytes: 1, memoryLimitBytes: 2, tokensPerMinute: [] };
  await noteActivity(place, new Map([id, aTask(2).id].map((each) => [each, { ...uses, tool: null }])));
  expect((await readActivity(place, [id, aTask(2).id])).size).toBe(2);
  await createRateGate(place).before();
  for (const each of [program.worker, program.outbox, program.polls]) each.checkRunning();
}, 60_000);

test('work goes on through a failover that a sentinel makes', async () => {
  await using sentinel = await startSentinel();
  const admin = new Redis({ port: sentinel.sentinel.port });
  await vi.waitFor(async () => expect(await admin.call('SENTINEL', 'REPLICAS', 'mymaster')).toHaveLength(1), {
    timeout: 20_000,
  });
  await using program = await startProgram(sentinel.url);
  const { place, store, queues, runs } = program;
  const { id } = await openStore(place);
  const enqueue = async (number: number) => {
    await store.create(aTask(number));
    await enqueueTask(queues, aTask(number));
  };
  await enqueue(1);
  await runs.until(1);
  await vi.waitFor(async () => expect(await place.redis.wait(1, 1_000)).toBe(1), { timeout: 10_000 });

  await sentinel.killMaster();
  await expect(checkWritable(place)).rejects.toThrow();
  await vi.waitFor(() => checkWritable(place), { timeout: 30_000, interval: 100 });
  await enqueue(2);
  await vi.waitFor(() => expect(runs.items).toContain(aTask(2).id), { timeout: 30_000 });
  expect((await openStore(place)).id).toBe(id);
  expect((await store.list()).map(({ status }) => status)).toEqual(['completed', 'completed']);
  await vi.waitFor(() => expect(program.changes.items).toContain(aTask(2).id), { timeout: 20_000 });
  // Its connection may find the new master later than the others.
  await vi.waitFor(() => program.worker.checkRunning(), { timeout: 20_000 });
  admin.disconnect();
}, 120_000);
