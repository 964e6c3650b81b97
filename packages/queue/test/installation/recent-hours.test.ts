import type { Task } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { recentHours } from '../../src/installation/recent-hours.ts';
import { addSpend } from '../../src/installation/spend.ts';
import { IllegalTransitionError } from '../../src/store/store-error.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask, at, epochOf } from '../a-task.ts';

const none = { completed: 0, failed: 0, cancelled: 0, costUsd: 0, tokens: 0 };
type Place = ReturnType<typeof startPrefix>;

/** Of this hour and the one before: the clock is that of Redis, and may go on to the next one meanwhile. */
async function counted(place: Place) {
  const sum = { ...none };
  for (const { start: _, ...hour } of await recentHours(place, 2))
    for (const [name, count] of Object.entries(hour)) sum[name as keyof typeof sum] += count;
  return sum;
}

async function ended(place: Place, task: Task, status: 'completed' | 'failed') {
  const store = createTaskStore(place);
  await store.create(task);
  const { epoch } = await store.claim({ id: task.id, host: 'h', at: at(1) });
  const change = { id: task.id, epoch, at: at(2) };
  await store.change({ ...change, status: 'running' });
  await store.change({ ...change, status });
  // As a run does that had no answer.
  await expect(store.change({ ...change, status })).rejects.toThrow(IllegalTransitionError);
  return store;
}

test('each end of a task counts once in its hour', async () => {
  await using place = startPrefix();
  await ended(place, aTask(1), 'completed');
  await ended(place, aTask(2), 'completed');
  const store = await ended(place, aTask(3), 'failed');
  await store.create(aTask(4));
  await store.change({ id: aTask(4).id, epoch: 0, at: at(3), status: 'cancelled' });
  const epoch = await epochOf(store, aTask(3).id);
  await store.change({ id: aTask(3).id, epoch, at: at(4), status: 'queued' });
  await store.change({ id: aTask(3).id, epoch, at: at(5), patch: { priority: 'low' } });
  expect(await counted(place)).toEqual({ ...none, completed: 2, failed: 1, cancelled: 1 });
});

test('what was ended before it was stored does not count', async () => {
  await using place = startPrefix();
  await createTaskStore(place).create(aTask(1, { status: 'completed' }));
  expect(await counted(place)).toEqual(none);
});

test('what a run has used more counts in its hour', async () => {
  await using place = startPrefix();
  const spend = { taskId: aTask(1).id, epoch: 1, repoId: 7, repo: 'acme/web', day: '2026-11-20' };
  const used = (costUsd: number) => ({ 'a/one': { costUsd, inputTokens: costUsd * 10, outputTokens: 1 } });
  for (const usd of [1, 3, 3, 2]) await addSpend(place, { ...spend, used: used(usd) });
  expect(await counted(place)).toEqual({ ...none, costUsd: 3, tokens: 31 });
});

test('hours come oldest first and without gaps, up to the present one', async () => {
  await using place = startPrefix();
  await ended(place, aTask(1), 'completed');
  const hours = await recentHours(place, 168);
  expect(hours).toHaveLength(168);
  const starts = hours.map(({ start }) => start.getTime());
  expect(starts.every((start, i) => start === (starts[0] ?? 0) + i * 3_600_000)).toBe(true);
  const [first, last] = [starts[0] ?? 0, starts.at(-1) ?? 0];
  expect(last - first).toBe(167 * 3_600_000);
  expect(Date.now() - last).toBeLessThan(2 * 3_600_000);
});

test('an hour is forgotten, and a damaged one holds up nothing', async () => {
  await using place = startPrefix();
  await ended(place, aTask(1), 'completed');
  const [key = ''] = await place.redis.keys(`{${place.prefix}}:hour:*`);
  expect(await place.redis.ttl(key)).toBeGreaterThan(7 * 86_400);
  await place.redis.hset(key, 'completed', 'many');
  const store = await ended(place, aTask(2), 'completed');
  expect((await store.get(aTask(2).id))?.status).toBe('completed');
  expect(await counted(place)).toEqual(none);
});
