import { AgentError } from '@opencode-commander/agent';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  dayCosts,
  issueCosts,
  type Queues,
  StaleEpochError,
  spentOn,
  type TaskStore,
} from '@opencode-commander/queue';
import { newTask, type Task, type UsageByModel } from '@opencode-commander/task';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { DispatcherContext } from '../../src/dispatcher-context.ts';
import { Run } from '../../src/run.ts';
import { openAccount } from '../../src/supervise/account.ts';
import type { OpenedSession } from '../../src/supervise/open-session.ts';

let queues: Queues;
let store: TaskStore;
let now: Date;
let count = 0;
beforeEach(async () => {
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  queues = createQueues({ redis, prefix: `${process.env['COMMANDER_TEST_PREFIX']}-${count++}` });
  store = createTaskStore(queues);
  now = new Date('2026-11-20T12:00:00.000Z');
});
afterEach(async () => {
  const { redis, prefix } = queues;
  await queues.close();
  await redis.del(await redis.keys(`{${prefix}}*`));
  redis.disconnect();
});

const used = (costUsd: number, inputTokens = 1, outputTokens = 1) => ({
  inputTokens,
  outputTokens,
  costUsd,
});

/** A task of the issue, queued; as it is kept, or stored anew. */
async function aTask(changes: Partial<Task> = {}): Promise<Task> {
  const issue = { repoId: 7, repo: 'acme/web', number: 1, title: 't', body: 'b', labels: [], url: 'u' };
  const task = { ...newTask({ issue, host: 'github.test', now }), ...changes };
  await store.create(task);
  return task;
}

/** A run of the task whose session has used what `told` gives, and whose broker has counted 10 tokens in and 2 out. */
async function account(id: string, knows: OpenedSession['knows'], told: () => UsageByModel) {
  const at = now.toISOString();
  await store.claim({ id, host: 'h', at });
  const task = await store.get(id);
  if (task === null) throw new Error(`no record of ${id}`);
  const context = { store, queues, now: () => now } as unknown as DispatcherContext;
  const run = new Run(context, task, new AbortController().signal);
  const opened = {
    session: { usage: async () => told() },
    sandbox: { broker: { usage: () => ({ inputTokens: 10, outputTokens: 2, requests: 1 }) } },
    knows,
  } as unknown as OpenedSession;
  return {
    ...(await openAccount(run, opened)),
    /** The run lets go of the task. */
    letGo: () => store.change({ id, epoch: run.task.epoch, at, status: 'queued' }),
    /** A person stops the task. */
    cancel: () => store.change({ id, epoch: run.task.epoch, at, status: 'cancelled' }),
  };
}

/** A run that has counted what its session told, and let go of the task. */
async function countedRun(id: string, told: () => UsageByModel) {
  const run = await account(id, 'nothing', told);
  await run.record();
  await run.letGo();
  return run;
}

const costOf = async () => (await issueCosts(queues, [{ repoId: 7, number: 1 }]))[0];
const parts = async (day = '2026-11-20') =>
  (await dayCosts(queues, [day])).map(({ taskId, model, used: { costUsd } }) => [taskId, model, costUsd]);

it('keeps what each model has used in the record, in the day and for the issue', async () => {
  const { id } = await aTask();
  let told: UsageByModel = {};
  const { record } = await account(id, 'nothing', () => told);
  await record();
  expect(await parts()).toEqual([]);
  told = { 'a/one': used(0.5, 8, 2), 'a/two': used(0.25, 4, 1) };
  await record();
  await record();
  expect(await store.get(id)).toMatchObject({ usage: used(0.75, 10, 2), usageByModel: told });
  expect(await parts()).toEqual(
    expect.arrayContaining([
      [id, 'a/one', 0.5],
      [id, 'a/two', 0.25],
    ]),
  );
  expect((await spentOn(queues, '2026-11-20')).byRepo).toEqual(new Map([[7, 0.75]]));
  expect(await costOf()).toBe(0.75);
});

it('counts a session that is taken up again on from where it was', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(0.5) };
  await countedRun(id, () => told);

  const second = await account(id, 'this_task', () => told);
  await second.record();
  expect((await store.get(id))?.usage.costUsd).toBe(0.5);
  told = { 'a/one': used(0.5), 'a/two': used(0.25) };
  await second.record();

  expect(await store.get(id)).toMatchObject({ usage: used(0.75, 20, 4), usageByModel: told });
  expect((await spentOn(queues, '2026-11-20')).total).toBe(0.75);
  expect(await costOf()).toBe(0.75);
});

it('counts what was used between the last look of a dispatcher that died and the next run', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(0.5), 'a/two': used(0.125) };
  await countedRun(id, () => told);
  told = { 'a/one': used(0.75, 2, 2), 'a/two': used(0.125) };

  const second = await account(id, 'this_task', () => told);
  await second.record();
  await second.record();

  expect(await store.get(id)).toMatchObject({ usage: used(0.875, 20, 4), usageByModel: told });
  expect((await spentOn(queues, '2026-11-20')).total).toBe(0.875);
  expect(await costOf()).toBe(0.875);
});

it('charges for what was used until the task was cancelled', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(0.5) };
  const { record, cancel } = await account(id, 'nothing', () => told);
  await record();
  await cancel();
  told = { 'a/one': used(0.75) };
  await expect(record()).rejects.toThrow(StaleEpochError);
  expect((await spentOn(queues, '2026-11-20')).total).toBe(0.75);
  expect(await costOf()).toBe(0.75);
});

it('leaves what is used to the run that has taken the task over', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(0.5) };
  const first = await countedRun(id, () => told);
  const second = await account(id, 'this_task', () => told);
  told = { 'a/one': used(0.75) };
  await expect(first.record()).rejects.toThrow(StaleEpochError);
  await second.record();
  expect((await spentOn(queues, '2026-11-20')).total).toBe(0.75);
});

it('leaves a session alone that an older version counted', async () => {
  const { id } = await aTask({ usage: used(0.5) });
  const { record } = await account(id, 'this_task', () => ({ 'a/one': used(0.75) }));
  await record();
  expect((await store.get(id))?.usage.costUsd).toBe(0.5);
});

it('does not count what the session of the task before brings along', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(2) };
  const { record } = await account(id, 'the_task_before', () => told);
  await record();
  expect(await parts()).toEqual([]);
  told = { 'a/one': used(2.5) };
  await record();
  expect((await store.get(id))?.usageByModel).toEqual({ 'a/one': used(0.5, 0, 0) });
  expect(await parts()).toEqual([[id, 'a/one', 0.5]]);
});

it('goes on from a record that was rebuilt, and charges the day only for what is new', async () => {
  const before = { usage: used(3, 100, 20), usageByModel: { 'a/one': used(3, 90, 18) } };
  const { id } = await aTask(before);
  const { record } = await account(id, 'nothing', () => ({ 'a/one': used(0.5) }));
  await record();
  expect(await store.get(id)).toMatchObject({
    usage: used(3.5, 110, 22),
    usageByModel: { 'a/one': used(3.5, 91, 19) },
  });
  expect((await spentOn(queues, '2026-11-20')).total).toBe(0.5);
  expect(await costOf()).toBe(3.5);
});

it('counts on the day on which it was used', async () => {
  const { id } = await aTask();
  let told: UsageByModel = { 'a/one': used(1) };
  const { record } = await account(id, 'nothing', () => told);
  await record();
  now = new Date('2026-11-21T00:00:01.000Z');
  told = { 'a/one': used(1.25) };
  await record();
  expect(await parts()).toEqual([[id, 'a/one', 1]]);
  expect(await parts('2026-11-21')).toEqual([[id, 'a/one', 0.25]]);
});

it('stays with what was known when opencode is gone', async () => {
  const { id } = await aTask();
  let isGone = false;
  const { record } = await account(id, 'nothing', () => {
    if (isGone) throw new AgentError('opencode cannot be reached');
    return { 'a/one': used(1) };
  });
  await record();
  isGone = true;
  await record();
  expect(await store.get(id)).toMatchObject({ usage: used(1, 10, 2), usageByModel: { 'a/one': used(1) } });
});
