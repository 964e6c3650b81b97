import { addSpend } from '@opencode-commander/queue';
import { expect, test } from 'vitest';
import { InputError, OPERATIONS, runOperation } from '../src/index.ts';
import { startControl } from './a-control.ts';
import { asked } from './asked.ts';

const { history } = OPERATIONS;

test('each hour says what ended in it and what it has cost', async () => {
  await using control = startControl();
  const id = await control.queue(1);
  const used = { 'a/one': { inputTokens: 10, outputTokens: 2, costUsd: 0.5 } };
  const spend = { taskId: id, epoch: 1, repoId: 7, repo: 'acme/web', day: '2026-01-01', used };
  await addSpend(control.queues, spend);
  await control.store.change({ id, epoch: 0, status: 'cancelled', at: '2026-01-02T00:00:00.000Z' });
  const found = await history.run(asked(control), { hours: 3 });
  expect(history.output.parse(found)).toEqual(found);
  expect(found.hours).toHaveLength(3);
  const starts = found.hours.map(({ start }) => Date.parse(start));
  expect(starts.map((start) => start - (starts[0] ?? 0))).toEqual([0, 3_600_000, 7_200_000]);
  // The clock is that of Redis: the hour may have ended meanwhile.
  const sum = (of: 'cancelled' | 'cost_usd' | 'tokens') =>
    found.hours.reduce((total, hour) => total + hour[of], 0);
  expect([sum('cancelled'), sum('cost_usd'), sum('tokens')]).toEqual([1, 0.5, 12]);
});

test('it is a day unless asked otherwise, and a week at most', async () => {
  await using control = startControl();
  expect((await history.run(asked(control), {})).hours).toHaveLength(24);
  for (const hours of [0, 169, 1.5])
    await expect(runOperation(history, asked(control), { hours })).rejects.toThrow(InputError);
});
