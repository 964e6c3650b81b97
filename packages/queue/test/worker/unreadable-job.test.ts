import type { GitHubWrite } from '@opencode-commander/task';
import { expect, test, vi } from 'vitest';
import { enqueueWrite } from '../../src/outbox/enqueue-write.ts';
import { startOutboxWorker } from '../../src/outbox/outbox-worker.ts';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { enqueueAgain, enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { startPollWorker } from '../../src/worker/poll-worker.ts';
import { startTaskWorker } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';
import { Collected } from '../an-event.ts';

type Own = ReturnType<typeof startPrefix>;

const damages = [{ data: 'not json' }, { opts: '{' }, { progress: '{' }];

/** A job that is no JSON, behind those that wait. */
async function addUnreadable({ redis, prefix }: Own, queue: string, damage: object): Promise<void> {
  const key = `{${prefix}}:${queue}`;
  const sound = { data: '{}', name: 'x', opts: '{}', timestamp: '1', priority: '0' };
  await redis.hset(`${key}:j1`, { ...sound, ...damage });
  await redis.lpush(`${key}:wait`, 'j1');
}

test.each(damages)('a write with %o is given up, and those behind it are carried out', async (damage) => {
  await using own = startPrefix();
  const queues = createQueues(own);
  const write = (number: number): GitHubWrite => ({ kind: 'status', taskId: aTask(number).id });
  await enqueueWrite(queues, write(1));
  await addUnreadable(own, 'outbox', damage);
  await enqueueWrite(queues, write(2));
  const [written, errors] = [new Collected<GitHubWrite>(), new Collected<string>()];
  const worker = await startOutboxWorker({
    ...own,
    onError: ({ message }) => errors.add(message),
    write: async (one) => written.add(one),
  });
  expect(await written.until(2)).toEqual([write(1), write(2)]);
  await worker.stop(1_000);
  expect(errors.items).toEqual(['Job j1 of the queue outbox cannot be read: it is no JSON']);
  expect(await queues.outbox.getJobState('j1')).toBe('failed');
  await queues.close();
});

test.each(damages)('a tick with %o fails, and the others come', async (damage) => {
  await using own = startPrefix();
  await addUnreadable(own, 'polls', damage);
  const [ticks, errors] = [new Collected<string>(), new Collected<string>()];
  const poller = await startPollWorker({
    ...own,
    everyMs: () => 100,
    onError: ({ message }) => errors.add(message),
    tick: async () => ticks.add('tick'),
  });
  await ticks.until(2);
  await poller.stop(1_000);
  expect(errors.items).toEqual(['Job j1 of the queue polls cannot be read: it is no JSON']);
});

test.each([
  [undefined, { data: 'not json' }],
  ['here', { data: 'not json' }],
  ['here', { opts: '{' }],
])('a task whose job cannot be read gets another one (host %s, %o)', async (host, damage) => {
  await using own = startPrefix();
  const [store, queues] = [createTaskStore(own), createQueues(own)];
  const { id } = aTask(1);
  await store.create(aTask(1));
  await enqueueTask(queues, aTask(1));
  await own.redis.hset(queues.tasks.toKey(`run-${id}`), damage);
  await enqueueTask(queues, aTask(2));
  const ran = new Collected<string>();
  const worker = await startTaskWorker({
    ...own,
    ...(host !== undefined && { host }),
    concurrency: 1,
    onError: () => undefined,
    run: async ({ taskId }) => ran.add(taskId),
    onEnded: (ended) => enqueueAgain(queues, store, ended),
  });
  expect((await ran.until(2)).sort()).toEqual([id, aTask(2).id]);
  await vi.waitFor(async () => expect(await queues.tasks.getCompletedCount()).toBe(2));
  await worker.stop(1_000);
  await queues.close();
});
