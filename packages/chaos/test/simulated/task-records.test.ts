import { createTaskStore, type TaskStore } from '@opencode-commander/queue';
import { newTask, STATUSES, type Status, type Task } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { expect, inject, it } from 'vitest';
import { TaskRecords } from '../../src/simulated/model/task-records.ts';
import { Random } from '../../src/simulated/random.ts';

const ROUNDS = 30;
const STEPS = 20;
const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T01:00:00.000Z';

type Step = {
  claims: boolean;
  to: Status | null;
  isStale: boolean;
  publishes: boolean | null;
  given: Status | null;
};

it('keeps the records as the Lua scripts do, whatever is tried on them', async () => {
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-records`;
  const redis = new Redis({ path: inject('redisSocket') });
  const store = createTaskStore({ redis, prefix });
  const random = new Random(1);
  const seen = new Set<string>();
  try {
    for (let number = 1; number <= ROUNDS; number += 1) await compare(store, random, { number, seen });
  } finally {
    const keys = await redis.keys(`*{${prefix}}*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  }
  expect([...seen].sort()).toEqual(['changed', 'changed_meanwhile', 'illegal', 'publishing', 'stale']);
}, 180_000);

async function compare(
  store: TaskStore,
  random: Random,
  { number, seen }: { number: number; seen: Set<string> },
) {
  let epoch = 0;
  const rules = { epochs: true, transitions: true, publishingHold: true, nextEpoch: () => epoch };
  const records = new TaskRecords(rules);
  const task = aTask(number);
  expect(records.create(task)).toBe(await store.create(task));
  expect(records.create(task)).toBe(await store.create(task));
  for (let count = 0; count < STEPS; count += 1) {
    const step = drawStep(random);
    const before = records.get(task.id) ?? task;
    const real = await perform(store, before, step);
    // The script's own clock makes the epoch: the model is told which, and only that it grows is checked.
    epoch = (await store.get(task.id))?.epoch ?? 0;
    const modelled = records.change(changeOf(before, step), 0).status;
    seen.add(modelled);
    expect({ step, status: modelled }).toEqual({ step, status: real });
    await expectSame(store, records, task.id);
    if (step.claims && real === 'changed') expect(epoch).toBeGreaterThan(before.epoch);
  }
}

async function expectSame(store: TaskStore, records: TaskRecords, id: string) {
  const [real, modelled] = [await store.get(id), records.get(id)];
  const shown = (task: Task | null) =>
    task && [task.status, task.publishingUntil, task.finishedAt, task.startedAt, task.host];
  expect(shown(modelled)).toEqual(shown(real));
}

function drawStep(random: Random): Step {
  return {
    claims: random.chance(0.25),
    to: random.chance(0.7) ? random.pick(STATUSES) : null,
    isStale: random.chance(0.1),
    publishes: random.chance(0.2) ? random.chance(0.7) : null,
    given: random.chance(0.15) ? random.pick(STATUSES) : null,
  };
}

function changeOf({ id, epoch }: Task, { claims, to, isStale, publishes, given }: Step) {
  if (claims) return { id, epoch: null, to: 'dispatched' as const, at: AT, patch: { host: 'h' } };
  const patch = publishes === null ? {} : { publishingUntil: publishes ? LATER : null };
  return {
    id,
    epoch: isStale ? epoch + 7 : epoch,
    to,
    at: AT,
    patch,
    ...(given === null ? {} : { given: { status: given } }),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  StaleEpochError: 'stale',
  IllegalTransitionError: 'illegal',
  PublishingError: 'publishing',
  ChangedMeanwhileError: 'changed_meanwhile',
  TaskNotFoundError: 'missing',
};

async function perform(store: TaskStore, task: Task, step: Step): Promise<string> {
  const { epoch, to, ...change } = changeOf(task, step);
  try {
    if (epoch === null) await store.claim({ id: task.id, host: 'h', at: AT });
    else await store.change({ ...change, epoch, ...(to === null ? {} : { status: to }) });
    return 'changed';
  } catch (error) {
    return NAMES[error instanceof Error ? error.name : ''] ?? String(error);
  }
}

function aTask(number: number): Task {
  const url = `https://github.com/acme/web/issues/${number}`;
  const issue = { repo: 'acme/web', repoId: 7, number, url, title: 'Say hello', body: '', labels: [] };
  return newTask({ issue, host: 'github.com', now: new Date(AT) });
}
