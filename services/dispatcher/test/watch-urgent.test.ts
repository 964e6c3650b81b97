import { randomUUID } from 'node:crypto';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  pauseList,
  releasePreemption,
} from '@opencode-commander/queue';
import { newTask, type Priority, type Task } from '@opencode-commander/task';
import { expect, inject, it } from 'vitest';
import { lookForUrgent } from '../src/watch/watch-urgent.ts';

const config = { hostName: 'h', containers: { maxConcurrent: 1 }, models: { default: null } };

function aTask(number: number, priority: Priority): Task {
  const issue = { repoId: 7, repo: 'acme/web', number, title: 't', body: 'b', labels: [], url: 'u' };
  return newTask({ issue, host: 'github.com', now: new Date(), priority });
}

function aRun(number: number) {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (reason: Error) => interruption.abort(reason);
  return { task: aTask(number, 'low'), signal, isPublishing: false, interrupt };
}

async function openQueues() {
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${randomUUID().slice(0, 6)}`;
  const queues = createQueues({ redis, prefix });
  const store = createTaskStore({ redis, prefix });
  const close = async () => {
    await queues.close();
    await redis.del(await redis.keys(`*${prefix}*`));
    redis.disconnect();
  };
  return { queues, store, [Symbol.asyncDispose]: close };
}

it('interrupts one run for each critical task, however many dispatchers look', async () => {
  await using opened = await openQueues();
  const { queues, store } = opened;
  const runs = [aRun(1), aRun(2)];
  const looks = runs.map((run) => lookForUrgent({ queues, store, config, runs: { all: () => [run] } }));
  const lookTwice = async () => {
    for (const _ of [1, 2]) await Promise.all(looks.map((look) => look()));
  };
  const interrupted = () => runs.filter(({ signal }) => signal.aborted).length;

  await enqueueTask(queues, aTask(8, 'critical'));
  await lookTwice();
  expect(interrupted()).toBe(1);
  await lookTwice();
  expect(interrupted()).toBe(1);

  await enqueueTask(queues, aTask(9, 'critical'));
  await lookTwice();
  expect(interrupted()).toBe(2);
});

it('leaves the task to others where every run publishes', async () => {
  await using opened = await openQueues();
  const { queues, store } = opened;
  const [publishing, open] = [{ ...aRun(1), isPublishing: true }, aRun(2)];
  const [first, second] = [publishing, open].map((run) =>
    lookForUrgent({ queues, store, config, runs: { all: () => [run] } }),
  );
  await enqueueTask(queues, aTask(8, 'critical'));
  for (const look of [first, first, second, second]) await look?.();

  expect(publishing.signal.aborted).toBe(false);
  expect(open.signal.aborted).toBe(true);
});

it('makes room again for a task that was claimed and came back', async () => {
  await using opened = await openQueues();
  const { queues, store } = opened;
  const runs = [aRun(1)];
  const look = lookForUrgent({ queues, store, config, runs: { all: () => runs } });
  const urgent = aTask(8, 'critical');
  await enqueueTask(queues, urgent);
  await look();
  await look();
  const next = aRun(2);
  runs.splice(0, 1, next);
  await look();
  expect(next.signal.aborted).toBe(false);
  await releasePreemption(queues, urgent.id);
  await look();
  expect(next.signal.aborted).toBe(true);
});

it('makes no room for a task that would wait because of a pause', async () => {
  await using opened = await openQueues();
  const { queues, store } = opened;
  const run = aRun(1);
  const look = lookForUrgent({ queues, store, config, runs: { all: () => [run] } });
  const urgent = aTask(8, 'critical');
  await store.create(urgent);
  const scope = { of: 'repository', repoId: 7, name: 'acme/web' } as const;
  await pauseList(queues).put({ scope, by: 'maria', preempts: false });
  await enqueueTask(queues, urgent);
  for (const _ of [1, 2, 3]) await look();
  expect(run.signal.aborted).toBe(false);

  await pauseList(queues).remove(scope);
  await look();
  expect(run.signal.aborted).toBe(true);
});
