import { createTaskStore, type TaskStore } from '@opencode-commander/queue';
import { newTask, STATUSES, type Status, type Task } from '@opencode-commander/task';
import { Redis } from 'ioredis';
import { expect, inject, it } from 'vitest';
import { Random } from '../../src/random.ts';
import { TaskRecords } from '../../src/simulated/model/task-records.ts';

const ROUNDS = 40;
const STEPS = 25;
/** An epoch is the time, or at most so much above the last. */
const MICROSECONDS = 1_000_000;
const AT = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T01:00:00.000Z';

type Step = {
  /** Puts a record that was rebuilt in place of this one. */
  restores: boolean;
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
    for (let number = 1; number <= ROUNDS; number += 1) await compare({ store, redis, random, seen }, number);
  } finally {
    const keys = await redis.keys(`*{${prefix}}*`);
    if (keys.length > 0) await redis.del(keys);
    redis.disconnect();
  }
  expect([...seen].sort()).toEqual(OUTCOMES);
}, 60_000);

const OUTCOMES = ['changed', 'changed_meanwhile', 'false', 'illegal', 'publishing', 'stale', 'true'];

type Comparing = { store: TaskStore; redis: Redis; random: Random; seen: Set<string> };

async function compare({ store, redis, random, seen }: Comparing, number: number) {
  // The script gives an epoch by Redis's own clock: the model is told which, after it was compared with the clock.
  let ran = { from: 0, to: 0 };
  let real: Task | null = null;
  const nextEpoch = (stored: number) => {
    const given = real?.epoch ?? 0;
    expect(given).toBeGreaterThanOrEqual(Math.max(stored + 1, ran.from));
    expect(given).toBeLessThanOrEqual(Math.max(stored + MICROSECONDS, ran.to));
    return given;
  };
  const records = new TaskRecords({ epochs: true, transitions: true, publishingHold: true, nextEpoch });
  const task = aTask(number);
  for (const _twice of [1, 2]) expect(records.create(task)).toBe(await store.create(task));
  for (let count = 0; count < STEPS; count += 1) {
    const step = drawStep(random);
    const before = records.get(task.id) ?? task;
    const from = await clock(redis);
    const status = await perform(store, before, step);
    ran = { from, to: await clock(redis) };
    real = await store.get(task.id);
    const modelled = model(records, before, step);
    seen.add(modelled);
    expect({ step, status: modelled }).toEqual({ step, status });
    expect({ step, task: records.get(task.id) }).toEqual({ step, task: real });
  }
}

function model(records: TaskRecords, before: Task, step: Step): string {
  if (step.restores) return String(records.restore(...restoreOf(before, step)));
  return records.change(changeOf(before, step), 0).status;
}

/** Redis's clock, in ms since 1970. */
async function clock(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

function drawStep(random: Random): Step {
  return {
    restores: random.chance(0.1),
    claims: random.chance(0.25),
    to: random.chance(0.7) ? random.pick(STATUSES) : null,
    isStale: random.chance(0.1),
    publishes: random.chance(0.2) ? random.chance(0.7) : null,
    given: random.chance(0.15) ? random.pick(STATUSES) : null,
  };
}

function restoreOf(before: Task, { to, isStale }: Step): [Task, Pick<Task, 'epoch' | 'revision'>] {
  const { epoch, revision } = before;
  const task = { ...before, status: to ?? 'queued', epoch: epoch + 1, revision: revision + 1 };
  return [task, { epoch, revision: isStale ? revision + 1 : revision }];
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
  try {
    if (step.restores) return String(await store.restore(...restoreOf(task, step)));
    const { epoch, to, ...change } = changeOf(task, step);
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
