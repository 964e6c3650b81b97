import {
  createQueues,
  dropTask,
  enqueueOnHost,
  enqueueTask,
  enqueueWrite,
  putBackRuns,
  type Queues,
} from '@opencode-commander/queue';
import type { Failpoints } from '@opencode-commander/service';
import { newTask } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { setQueueFailpoints } from '../../src/failpoints/set-queue-failpoints.ts';

const issue = {
  ...{ repo: 'acme/web', repoId: 7, number: 1, url: 'https://github.com/acme/web/issues/1' },
  ...{ title: 'Say hello', body: 'Please.', labels: [] },
};
const task = newTask({ issue, host: 'github.com', now: new Date() });

let redis: Redis;
let queues: Queues;
let effects: string[];
let failing: string | null;

const failpoints: Failpoints = {
  around: (effect, work, toError) => {
    effects.push(effect);
    if (effect === failing) throw toError('no');
    return work();
  },
};

beforeEach(() => {
  redis = new Redis({ path: inject('redisSocket') });
  queues = createQueues({ redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}-points` });
  effects = [];
  failing = null;
  setQueueFailpoints(queues, failpoints);
});
afterEach(async () => {
  await queues.close();
  const keys = await redis.keys(`*{${queues.prefix}}*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

it('are around what is added, and around what is taken away where it is', async () => {
  await enqueueTask(queues, task);
  expect(effects).toEqual(['queue.add_task']);
  await dropTask(queues, task.id);
  expect(effects).toEqual(['queue.add_task', 'queue.remove_task']);
  await dropTask(queues, task.id);
  expect(effects).toEqual(['queue.add_task', 'queue.remove_task']);
});

it('are around what is enqueued to be written, also when it takes the place of what waits', async () => {
  const at = { repo: 'acme/web', number: 1 };
  for (const body of ['Red?', 'Red or blue?'])
    await enqueueWrite(queues, { kind: 'comment', taskId: task.id, epoch: 1, operation: 'x', body, at });
  expect(effects).toEqual(['queue.add_write', 'queue.add_write']);
  failing = 'queue.add_write';
  const lost = enqueueWrite(queues, { kind: 'status', taskId: task.id });
  await expect(lost).rejects.toThrow('no');
  expect((await queues.outbox.getWaiting()).map(({ data }) => data)).toMatchObject([
    { body: 'Red or blue?' },
  ]);
});

it('are around the queue of a host, once', async () => {
  await enqueueOnHost(queues, task, 'here');
  await enqueueOnHost(queues, task, 'here');
  expect(effects).toEqual(['queue.add_to_host']);
  await dropTask(queues, task.id);
  expect(effects).toEqual(['queue.add_to_host', 'queue.remove_from_host']);
});

it('are between the two halves of moving a run back', async () => {
  await enqueueTask(queues, task);
  const job = await takeJob();
  failing = 'queue.add_to_host';
  await expect(putBackRuns(queues, { dispatcher: 'dead', host: 'here' })).rejects.toThrow('no');
  expect(effects).toEqual(['queue.add_task', 'queue.remove_task', 'queue.add_to_host']);
  expect(await queues.tasks.getJob(job)).toBeUndefined();
});

/** As BullMQ's worker has it, without the worker. */
async function takeJob(): Promise<string> {
  const [job] = await queues.tasks.getJobs(['prioritized', 'wait']);
  const id = job?.id ?? '';
  await redis.zrem(queues.tasks.toKey('prioritized'), id);
  await redis.lpush(queues.tasks.toKey('active'), id);
  await redis.hset(queues.tasks.toKey(id), { pb: 'dead' });
  await redis.set(`${queues.tasks.toKey(id)}:lock`, 'token');
  return id;
}
