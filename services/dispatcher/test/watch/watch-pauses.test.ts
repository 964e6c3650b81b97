import { randomUUID } from 'node:crypto';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  listWrites,
  pauseList,
  positionOf,
  providerPause,
} from '@opencode-commander/queue';
import { createLogger } from '@opencode-commander/service';
import { newTask, type PauseScope, type Task } from '@opencode-commander/task';
import { expect, inject, it } from 'vitest';
import type { DispatcherContext } from '../../src/dispatcher-context.ts';
import { LetGo } from '../../src/let-go.ts';
import { meetPause } from '../../src/open/meet-pause.ts';
import { lookAtPauses } from '../../src/watch/watch-pauses.ts';

const at = '2026-01-01T00:00:00.000Z';
const all = { of: 'all' } as const;
const web = { of: 'repository', repoId: 7, name: 'acme/web' } as const;
const anthropic = { of: 'provider', name: 'anthropic' } as const;

function aTask(number: number, changes: Partial<Task> = {}): Task {
  const issue = { repoId: 7, repo: 'acme/web', number, title: 't', body: 'b', labels: [], url: 'u' };
  return { ...newTask({ issue, host: 'github.com', now: new Date(Date.parse(at) + number) }), ...changes };
}

function aRun({ task = {}, providers = [] as string[], isPublishing = false }) {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (reason: Error) => interruption.abort(reason);
  return { task: aTask(1, task), providers: new Set(providers), signal, isPublishing, interrupt };
}

async function openWorld(runs: ReturnType<typeof aRun>[] = []) {
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${randomUUID().slice(0, 6)}`;
  const queues = createQueues({ redis, prefix });
  const store = createTaskStore({ redis, prefix });
  const config = { models: { default: null as string | null } };
  const log = createLogger({ name: 'world', level: 'silent', pretty: false, secrets: [] });
  const context = { queues, store, config, log, now: () => new Date(at), runs: { all: () => runs } };
  const pauses = pauseList(queues);
  return {
    ...{ context, queues, store, redis, pauses, look: lookAtPauses(context) },
    pause: (scope: PauseScope, preempts = false) =>
      pauses.put({ scope, by: 'maria', reason: 'why', preempts }),
    /** A queued task; `delayed` when it has been put off for an hour. */
    queue: async (task: Task, delayed = false) => {
      await store.create(task);
      const options = { jobId: `run-${task.id}`, priority: 3, delay: 3_600_000 };
      if (delayed) await queues.tasks.add('run', { taskId: task.id }, options);
      else await enqueueTask(queues, task);
      return task.id;
    },
    told: async () => (await listWrites(queues, { store, limit: 10 })).length,
    async [Symbol.asyncDispose]() {
      await queues.close();
      await redis.del(await redis.keys(`*${prefix}*`));
      redis.disconnect();
    },
  };
}

const PAUSED = { kind: 'pause', of: 'all', name: null, reason: 'why' } as const;

it('has queued tasks say that they wait also where no slot is free for them', async () => {
  await using world = await openWorld();
  const { store, look } = world;
  const id = await world.queue(aTask(1));
  const dependencies: Task['waitsFor'] = { kind: 'dependencies', issues: ['a/b#1'], cycle: false };
  const other = await world.queue(aTask(2, { waitsFor: dependencies }));
  await look();
  expect((await store.get(id))?.waitsFor).toBeNull();
  await world.pause(all);
  await look();
  expect((await store.get(id))?.waitsFor).toEqual(PAUSED);
  expect((await store.get(other))?.waitsFor).toEqual(dependencies);
  expect(await world.told()).toBe(1);

  const { revision } = (await store.get(id)) ?? {};
  const late = await world.queue(aTask(3));
  for (let i = 0; i < 20; i += 1) await look();
  expect((await store.get(late))?.waitsFor).toEqual(PAUSED);
  expect((await store.get(id))?.revision).toBe(revision);
});

it('has those that waited look again at once when they are resumed, the oldest first', async () => {
  await using world = await openWorld();
  const { store, queues } = world;
  const ids = [];
  for (const number of [1, 2]) ids.push(await world.queue(aTask(number, { waitsFor: PAUSED }), true));
  const still = { ...PAUSED, of: 'repository', name: 'acme/api' } as const;
  const source = { ...aTask(3).source, repoId: 8, repo: 'acme/api' };
  const held = await world.queue(aTask(3, { source, waitsFor: still }), true);
  await world.pause({ of: 'repository', repoId: 8, name: 'acme/api' });

  // Its first look: whoever was there when it was resumed may be gone.
  await world.look();

  for (const [i, id] of ids.entries()) {
    expect((await store.get(id))?.waitsFor).toBeNull();
    expect(await positionOf(queues, id)).toBe(i + 1);
  }
  expect(await positionOf(queues, held)).toBeNull();
  expect((await store.get(held))?.waitsFor).toMatchObject({ name: 'acme/api', reason: 'why' });
});

it('finds at the next look who was just being put off', async () => {
  await using world = await openWorld();
  const { store, pauses, look } = world;
  await world.pause(all);
  await look();
  await look();
  await pauses.remove(all);
  await look();
  const id = await world.queue(aTask(1, { waitsFor: PAUSED }), true);
  await look();
  expect((await store.get(id))?.waitsFor).toBeNull();
  expect(await positionOf(world.queues, id)).toBe(1);
});

it('sees a pause that came and went between two looks', async () => {
  await using world = await openWorld();
  const { store, pauses, look } = world;
  for (let i = 0; i < 3; i += 1) await look();
  await world.pause(all);
  const id = await world.queue(aTask(1, { waitsFor: PAUSED }), true);
  await pauses.remove(all);
  await look();
  expect((await store.get(id))?.waitsFor).toBeNull();
  expect(await positionOf(world.queues, id)).toBe(1);
});

it('leaves what is just being put off to the next look', async () => {
  await using world = await openWorld();
  const { store, queues, redis, look } = world;
  const id = await world.queue(aTask(1, { waitsFor: PAUSED }), true);
  const lock = `${queues.tasks.toKey(`run-${id}`)}:lock`;
  await redis.set(lock, 'a dispatcher');
  await look();
  expect((await store.get(id))?.waitsFor).toEqual(PAUSED);
  await redis.del(lock);
  await look();
  expect((await store.get(id))?.waitsFor).toBeNull();
  expect(await positionOf(queues, id)).toBe(1);
});

it.each([
  ['everything', all, {}, true],
  ['its repository', web, {}, true],
  ['another repository', { ...web, repoId: 8 }, {}, false],
  ['the provider of its model', anthropic, { task: { model: 'anthropic/claude' } }, true],
  ['the provider that its agent asks', anthropic, { providers: ['openai', 'anthropic'] }, true],
  ['another provider', anthropic, { providers: ['openai'] }, false],
  ['everything, while it publishes', all, { isPublishing: true }, false],
] as const)('a pause of %s that preempts', async (_, scope, changes, isLetGo) => {
  const run = aRun({ ...changes, providers: [...('providers' in changes ? changes.providers : [])] });
  await using world = await openWorld([run]);
  await world.pause(scope);
  await world.look();
  expect(run.signal.aborted).toBe(false);

  await world.pause(scope, true);
  await world.look();

  expect(run.signal.aborted).toBe(isLetGo);
  if (!isLetGo) return;
  expect(run.signal.reason).toBeInstanceOf(LetGo);
  expect(run.signal.reason.letting).toMatchObject({
    why: 'waits',
    forMs: 0,
    waitsFor: { kind: 'pause', of: scope.of },
  });
});

it('a provider that people have paused is met with the first word to it, and is not out of quota', async () => {
  await using world = await openWorld();
  const { queues, context } = world;
  await world.pause(anthropic);
  const own = { ...context, ...{ context } } as unknown as { context: DispatcherContext };
  const [fresh, other] = [aRun({}), aRun({ providers: ['openai'] })];
  for (const run of [fresh, other]) await meetPause({ ...run, ...own }, 'anthropic');
  expect(fresh.signal.reason).toMatchObject({ letting: { waitsFor: { name: 'anthropic' } } });
  expect(other.signal.aborted).toBe(false);
  expect([...other.providers]).toEqual(['openai', 'anthropic']);
  expect(await providerPause(queues, 'anthropic')).toBeNull();
});
