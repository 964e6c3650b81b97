import { expect, test } from 'vitest';
import { OwnRuns } from '../src/own-runs.ts';
import type { Run } from '../src/run.ts';

const id = '1-a1b2c3';
const run = { task: { id } } as Run;
const { signal } = new AbortController();

test('a run of a task that winds down is awaited, no other', async () => {
  const runs = new OwnRuns();
  const earlier = runs.add(run);
  const order: string[] = [];
  const next = runs.untilEnded(id, signal).then(() => order.push('next'));
  await runs.untilEnded('2-a1b2c3', signal).then(() => order.push('other'));
  earlier[Symbol.dispose]();
  await next;
  expect(order).toEqual(['other', 'next']);
  expect(runs.all()).toEqual([]);
});

test('whoever loses its own job meanwhile does not wait on', async () => {
  const runs = new OwnRuns();
  using _earlier = runs.add(run);
  const job = new AbortController();
  const waiting = runs.untilEnded(id, job.signal);
  job.abort(new Error('lost'));
  await expect(waiting).rejects.toThrow('lost');
});
