import { randomUUID } from 'node:crypto';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  DEAD_AFTER_MS,
  type DispatcherBeat,
  dispatcherRegistry,
  enqueueOnHost,
  listWrites,
  PostponeJob,
  pauseList,
  positionOf,
  type Queues,
  startTaskWorker,
  type TaskJob,
  type TaskPatch,
  taskQueues,
} from '@opencode-commander/queue';
import { createLogger } from '@opencode-commander/service';
import { newTask, type Status } from '@opencode-commander/task';
import { expect, inject, it } from 'vitest';
import { claimRun } from '../src/claim/claim-run.ts';
import { concludeFailure } from '../src/conclude/conclude-failure.ts';
import type { DispatcherContext } from '../src/dispatcher-context.ts';
import { Hosts } from '../src/hosts.ts';
import { Holdings } from '../src/open/holdings.ts';
import { OwnRuns } from '../src/own-runs.ts';
import { readIdentity } from '../src/read-identity.ts';
import { runTask } from '../src/run-task.ts';

const NO_PROCESS = 2 ** 22 + 1;
const at = '2026-01-01T00:00:00.000Z';
const more = { kind: 'continue', usd: 5 } as const;

async function openWorld(host = 'here') {
  const redisUrl = `unix://${inject('redisSocket')}`;
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${randomUUID().slice(0, 6)}`;
  const queues = createQueues({ redis, prefix });
  const store = createTaskStore({ redis, prefix });
  const registry = dispatcherRegistry(queues);
  const { machine } = await readIdentity();
  const hosts = new Hosts(registry);
  const config = {
    ...{ hostName: host, models: { default: null }, repos: [], publish: { protectedPaths: [] } },
    containers: { nix: 'auto' },
    timeouts: { humanMs: 60_000 },
    budget: { taskUsd: 1, repoDayUsd: null, dayUsd: null },
  };
  const log = createLogger({ name: 'world', level: 'silent', pretty: false, secrets: [] });
  const admission = { refuses: null, look: async () => null };
  const context = {
    ...{ id: `${host}-1`, config, store, queues, hosts, machine, admission, runs: new OwnRuns(), log },
    now: () => new Date(at),
  } as unknown as DispatcherContext;
  const issue = { repoId: 7, repo: 'acme/web', number: 1, title: 't', body: 'b', labels: [], url: 'u' };
  const task = newTask({ issue, host: 'github.com', now: new Date(at) });
  await store.create(task);
  const job: TaskJob = {
    ...{ taskId: task.id, attempt: 1, attemptsLeft: 2, queue: 'tasks' },
    signal: new AbortController().signal,
  };
  const beat = (id: string, changes: Partial<DispatcherBeat> = {}) =>
    registry.beat({
      ...{ id, machine, host, pid: process.pid, startedAt: at, slots: 1, running: [], refuses: null },
      ...changes,
    });
  /** Another dispatcher claims the task and has it run. */
  const runUnder = async (dispatcher: string, on = host, containerId = 'c') => {
    const { epoch } = await store.claim({ id: task.id, host: on, dispatcher, at });
    return store.change({ id: task.id, epoch, at, status: 'running', patch: { containerId } });
  };
  const close = async () => {
    await queues.close();
    await redis.del(await redis.keys(`*${prefix}*`));
    redis.disconnect();
  };
  return {
    ...{ context, task, job, beat, runUnder, queues, store, hosts, redisUrl, prefix },
    [Symbol.asyncDispose]: close,
  };
}

it.each([
  ['has left', null, 1],
  ['is no process any more', { pid: NO_PROCESS }, 1],
  ['had the id that another process has now', { started: 1 }, 1],
  ['is a process still, frozen perhaps', {}, 0],
  ['lives elsewhere, cut off perhaps', { machine: 'elsewhere' }, 0],
] as const)('a run whose dispatcher %s', async (_, last, crashes) => {
  await using world = await openWorld();
  await world.runUnder('here-0');
  if (last !== null) await world.beat('here-0', last);

  const run = await claimRun(world.context, world.job);

  expect(run?.task).toMatchObject({ status: 'dispatched', runs: 2, crashes, dispatcher: 'here-1' });
});

/** Looks for long enough to tell who is silent, at a registry where everybody is. */
async function lookForLong({ queues }: { queues: Queues }): Promise<Hosts> {
  let nowMs = 0;
  const hosts = new Hosts(dispatcherRegistry(queues, { deadAfterMs: -1 }), { now: () => nowMs });
  for (; nowMs <= DEAD_AFTER_MS; nowMs += DEAD_AFTER_MS / 3) await hosts.look();
  return hosts;
}

it.each([
  ['is silent on another host, cut off perhaps', 'x', { host: 'x', machine: 'elsewhere' }, 0],
  ['is not known, of another host', 'x', null, 0],
  ['is silent, of this host before it was booted anew', 'here', { machine: 'elsewhere' }, 1],
  ['is silent and frozen, of this host', 'here', {}, 0],
] as const)('a run whose dispatcher %s', async (_, host, last, crashes) => {
  await using world = await openWorld();
  await world.runUnder('0', host);
  if (last !== null) await world.beat('0', last);
  const context = { ...world.context, hosts: await lookForLong(world) };

  expect((await claimRun(context, world.job))?.task).toMatchObject({ runs: 2, crashes });
});

it.each<[string, TaskPatch, Status, string[]]>([
  ['that nobody has answered', {}, 'waiting_human', ['question_1']],
  ['that is answered', { answer: { to: 1, by: 'maria', at, reply: more } }, 'queued', []],
  ['that nobody waits for any more', { grants: [{ by: 'comment:1', usd: 5 }] }, 'queued', []],
])('a budget question %s, and whose dispatcher died', async (_, patch, status, asked) => {
  await using world = await openWorld();
  const { queues, store, task } = world;
  const { epoch } = await world.runUnder('here-0');
  const budget = { kind: 'budget', scope: 'task', spentUsd: 1, limitUsd: 1, number: 1 } as const;
  const question = { ...budget, askedAt: at, deadline: at };
  const usage = { ...task.usage, costUsd: 1 };
  await store.change({
    id: task.id,
    epoch,
    at,
    patch: { usage, question, questions: 1, ...patch },
  });

  // There is no Podman here: whoever has nothing to ask goes on to look for the container.
  await runTask(world.context, world.job).catch(() => undefined);

  expect(await store.get(task.id)).toMatchObject({ status, questions: 1, question: budget });
  const writes = (await queues.outbox.getJobs(['wait'])).map(({ data }) => data);
  const comments = writes.filter((write) => write.kind === 'comment');
  expect(comments.map(({ operation }) => operation)).toEqual(asked);
});

const SCOPES = [
  ['everything', { of: 'all' }],
  ['its repository', { of: 'repository', repoId: 7, name: 'acme/old-name' }],
  ['its model provider', { of: 'provider', name: 'anthropic' }],
] as const;

it.each(SCOPES)('no run begins while %s is paused, and the issue says so once', async (_, scope) => {
  await using world = await openWorld();
  const { queues, store, task } = world;
  await store.change({ id: task.id, epoch: 0, at, patch: { model: 'anthropic/claude' } });
  const pauses = pauseList(queues);
  await pauses.put({ scope, by: 'maria', reason: 'an incident', preempts: false });
  const name = scope.of === 'all' ? null : scope.name;

  for (let i = 0; i < 2; i += 1)
    await expect(claimRun(world.context, world.job)).rejects.toThrow(
      `${name ?? 'everything'} is paused: an incident`,
    );

  const waitsFor = { kind: 'pause', of: scope.of, name, reason: 'an incident' };
  const waiting = await store.get(task.id);
  expect(waiting).toMatchObject({ status: 'queued', runs: 0, waitsFor });
  const writes = await listWrites(queues, { store, limit: 10 });
  expect(writes).toMatchObject([{ write: { kind: 'status', taskId: task.id } }]);
  // It says nothing new: a container that it left is not taken for a fresh one.
  await expect(claimRun(world.context, world.job)).rejects.toBeInstanceOf(PostponeJob);
  expect((await store.get(task.id))?.revision).toBe(waiting?.revision);

  await pauses.remove(scope);
  expect((await claimRun(world.context, world.job))?.task).toMatchObject({ runs: 1, waitsFor: null });
});

it('what was resumed while a task was being put off has it look again at once', async () => {
  await using world = await openWorld();
  const { context, queues, store } = world;
  const everything = { of: 'all' } as const;
  await pauseList(queues).put({ scope: everything, by: 'maria', preempts: false });
  const resuming = {
    ...store,
    change: async (change: Parameters<typeof store.change>[0]) => {
      await pauseList(queues).remove(everything);
      return store.change(change);
    },
  };
  const postponed = await claimRun({ ...context, store: resuming }, world.job).catch((error) => error);
  expect(postponed).toBeInstanceOf(PostponeJob);
  expect(postponed).toMatchObject({ forMs: 0 });
});

it.each([
  { of: 'repository', repoId: 8, name: 'acme/web' },
  { of: 'provider', name: 'openai' },
] as const)('a run begins although another scope is paused: $of', async (scope) => {
  await using world = await openWorld();
  await world.store.change({ id: world.task.id, epoch: 0, at, patch: { model: 'anthropic/claude' } });
  await pauseList(world.queues).put({ scope, by: 'maria', preempts: true });
  expect((await claimRun(world.context, world.job))?.task).toMatchObject({ runs: 1 });
});

it('what a dead dispatcher ran waits as well, with its container', async () => {
  await using world = await openWorld();
  await world.runUnder('here-0');
  await pauseList(world.queues).put({ scope: { of: 'all' }, by: 'maria', preempts: false });
  await expect(claimRun(world.context, world.job)).rejects.toBeInstanceOf(PostponeJob);
  const record = await world.store.get(world.task.id);
  expect(record).toMatchObject({ status: 'queued', containerId: 'c', waitsFor: { kind: 'pause' } });
});

it('a run that was claimed just before the pause was seen is let go of', async () => {
  await using world = await openWorld();
  const { context, queues, store, task } = world;
  const pausing = {
    ...store,
    claim: async (claim: Parameters<typeof store.claim>[0]) => {
      await pauseList(queues).put({ scope: { of: 'all' }, by: 'maria', preempts: false });
      return store.claim(claim);
    },
  };
  const postponed = await runTask({ ...context, store: pausing }, world.job).catch((error) => error);
  expect(postponed).toBeInstanceOf(PostponeJob);
  // The claim after this one says how long: it may have been resumed meanwhile.
  expect(postponed).toMatchObject({ forMs: 0 });
  expect(await store.get(task.id)).toMatchObject({
    status: 'queued',
    attempts: 0,
    waitsFor: { kind: 'pause', of: 'all' },
  });
});

it('a run that was let go of has not crashed', async () => {
  await using world = await openWorld();
  const { id, epoch } = await world.runUnder('here-0');
  await world.store.change({ id, epoch, at, status: 'queued' });
  expect((await claimRun(world.context, world.job))?.task).toMatchObject({ runs: 2, crashes: 0 });
});

it('sends a task home to the host of its container as long as that lives', async () => {
  await using world = await openWorld();
  const { id, epoch } = await world.runUnder('x-0', 'x');
  await world.store.change({ id, epoch, at, status: 'queued' });
  await world.beat('x-1', { host: 'x' });
  await world.hosts.look();

  expect(await claimRun(world.context, world.job)).toBe(null);

  expect((await taskQueues(world.queues)).map(({ name }) => name)).toEqual(['tasks', 'tasks-x']);
  expect(await positionOf(world.queues, id)).toBe(1);
  expect(await world.queues.tasks.count()).toBe(0);
});

it('goes on with a task whose container is here although the host takes nothing new', async () => {
  await using world = await openWorld();
  const context = { ...world.context, admission: { refuses: 'full', look: async () => 'full' } };
  await expect(claimRun(context, world.job)).rejects.toThrow('here cannot run it at present: full');
  const { id, epoch } = await world.runUnder('here-0');
  await world.store.change({ id, epoch, at, status: 'queued' });
  expect((await claimRun(context, world.job))?.task).toMatchObject({ host: 'here', containerId: 'c' });
});

it.each([
  ['that it has not taken up', false, 'c'],
  ['that goes with the run', true, null],
])("a run that ends for the host's fault, and a container %s", async (_, isTakenUp, containerId) => {
  await using world = await openWorld();
  await world.runUnder('here-0');
  const run = await claimRun(world.context, world.job);
  if (run === null) throw new Error('not claimed');
  if (isTakenUp) new Holdings(run).holdContainer({ id: 'c', epoch: 1, remove: async () => undefined });
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });

  await expect(concludeFailure(run, full, world.job)).rejects.toBeInstanceOf(PostponeJob);

  expect(await world.store.get(world.task.id)).toMatchObject({ status: 'queued', attempts: 0, containerId });
});

it.each(['failed', 'waiting_human'] as const)(
  'says what a dead dispatcher could not say any more: %s',
  async (status) => {
    await using world = await openWorld();
    const { id, epoch } = await world.runUnder('here-0');
    await world.store.change({ id, epoch, at, status });

    expect(await claimRun(world.context, world.job)).toBe(null);

    const writes = await listWrites(world.queues, { store: world.store, limit: 10 });
    expect(writes).toMatchObject([{ write: { kind: 'status', taskId: id } }]);
  },
);

it('begins a task anew whose host is gone', async () => {
  await using world = await openWorld();
  const { id, epoch } = await world.runUnder('x-0', 'x');
  await world.store.change({ id, epoch, at, status: 'queued' });
  await world.hosts.look();
  expect((await claimRun(world.context, world.job))?.task).toMatchObject({ host: 'here', runs: 2 });
});

it('leaves a task alone that another queue runs at this moment', async () => {
  await using world = await openWorld();
  const { redisUrl, prefix, queues, task } = world;
  let begun: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const run = async ({ signal }: TaskJob) => {
    await world.runUnder('here-0');
    begun();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  const worker = await startTaskWorker({
    redisUrl,
    prefix,
    run,
    concurrency: 1,
    host: 'here',
    onError: () => undefined,
  });
  await enqueueOnHost(queues, task, 'here');
  await running;

  expect(await claimRun(world.context, world.job)).toBe(null);

  expect(await world.store.get(task.id)).toMatchObject({ status: 'running', runs: 1 });
  await worker.stop(1_000);
});
