import { addSpend, noteMerged, noteTaskCost } from '@opencode-commander/queue';
import { taskId } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { cost, OPERATIONS } from '../../src/index.ts';
import { startControl } from '../a-control.ts';

const WEB = { repoId: 7, repo: 'acme/web' };
const API = { repoId: 8, repo: 'acme/api' };
const idOf = ({ repoId }: typeof WEB, number: number, round = 0) =>
  taskId({ host: 'github.example', repoId, number, round });

/** A control on 1 January 2026, and what was spent there. */
function startCosts() {
  const control = startControl();
  const { queues } = control;
  return {
    ...control,
    async spend(
      repository: typeof WEB,
      { number, round = 0, day = '2026-01-01', model = 'a/one', usd }: Spent,
    ): Promise<void> {
      const id = idOf(repository, number, round);
      const used = { [model]: { costUsd: usd, inputTokens: 100, outputTokens: 10 } };
      await addSpend(queues, { ...repository, taskId: id, epoch: Date.parse(day), day, used });
      await noteTaskCost(queues, { repoId: repository.repoId, taskId: id, usd });
    },
    merge: (repository: typeof WEB, number: number, day: string) =>
      noteMerged(queues, { ...repository, number, at: new Date(`${day}T12:00:00.000Z`) }),
  };
}

type Spent = { number: number; round?: number; day?: string; model?: string; usd: number };

test('of nothing there is nothing to show', async () => {
  await using control = startCosts();
  const nothing = await cost(control);
  expect(OPERATIONS.cost.output.parse(nothing)).toEqual(nothing);
  expect(nothing).toEqual({
    period: { since: '2025-12-25', until: '2026-01-01' },
    totals: { cost_usd: 0, input_tokens: 0, output_tokens: 0, tasks: 0 },
    rows: [],
    more: 0,
    merged: { pulls: 0, cost_usd: 0, mean_usd: null, median_usd: null },
    not_merged_usd: 0,
  });
});

test('it shows what was spent in the period, by whatever is asked for', async () => {
  await using control = startCosts();
  await control.spend(WEB, { number: 1, usd: 0.1 });
  await control.spend(WEB, { number: 1, day: '2025-12-31', model: 'a/two', usd: 0.2 });
  await control.spend(API, { number: 2, day: '2025-12-31', usd: 0.7 });
  await control.spend(API, { number: 3, day: '2025-12-01', usd: 5 });
  const since = '24h';
  const byTask = await cost(control, { since });
  expect(byTask).toMatchObject({
    period: { since: '2025-12-31', until: '2026-01-01' },
    totals: { cost_usd: 1, input_tokens: 300, output_tokens: 30, tasks: 2 },
    rows: [
      { name: idOf(API, 2), issue: 'acme/api#2', cost_usd: 0.7, share: 0.7, tasks: 1 },
      { name: idOf(WEB, 1), issue: 'acme/web#1', cost_usd: 0.3, input_tokens: 200, output_tokens: 20 },
    ],
    more: 0,
  });
  const rowsOf = async (input: Parameters<typeof cost>[1]) =>
    (await cost(control, { since, ...input })).rows.map(({ name, cost_usd }) => [name, cost_usd]);
  expect(await rowsOf({ group_by: 'repo' })).toEqual([
    ['acme/api', 0.7],
    ['acme/web', 0.3],
  ]);
  expect(await rowsOf({ group_by: 'day' })).toEqual([
    ['2025-12-31', 0.9],
    ['2026-01-01', 0.1],
  ]);
  expect(await rowsOf({ group_by: 'model' })).toEqual([
    ['a/one', 0.8],
    ['a/two', 0.2],
  ]);
  expect(await rowsOf({ group_by: 'model', repo: 'Acme/Web' })).toEqual([
    ['a/two', 0.2],
    ['a/one', 0.1],
  ]);
  expect(await rowsOf({ repo: 'acme/none' })).toEqual([]);
  expect(await cost(control, { since, limit: 1 })).toMatchObject({ rows: [{ cost_usd: 0.7 }], more: 1 });
});

test('a merged pull request has cost what all its rounds have cost, also before the period', async () => {
  await using control = startCosts();
  await control.spend(WEB, { number: 1, day: '2025-12-01', usd: 1 });
  await control.spend(WEB, { number: 1, round: 1, usd: 0.5 });
  await control.spend(WEB, { number: 2, usd: 0.25 });
  await control.spend(WEB, { number: 3, usd: 0.125 });
  await control.spend(API, { number: 4, usd: 2 });
  await control.spend(API, { number: 5, day: '2025-12-02', usd: 8 });
  for (const number of [1, 2]) await control.merge(WEB, number, '2026-01-01');
  await control.merge(API, 5, '2025-12-03');
  expect(await cost(control)).toMatchObject({
    totals: { cost_usd: 2.875 },
    merged: { pulls: 2, cost_usd: 1.75, mean_usd: 0.875, median_usd: 0.875 },
    not_merged_usd: 2.125,
  });
  expect(await cost(control, { since: '40d' })).toMatchObject({
    merged: { pulls: 3, cost_usd: 9.75, mean_usd: 3.25, median_usd: 1.5 },
    not_merged_usd: 2.125,
  });
  expect(await cost(control, { since: '40d', repo: 'acme/api' })).toMatchObject({
    merged: { pulls: 1, cost_usd: 8 },
    not_merged_usd: 2,
  });
});

test('it needs no record of any task, and stays true when they are forgotten', async () => {
  await using control = startCosts();
  await control.spend(WEB, { number: 1, model: 'a/two', usd: 1 });
  await control.redis.del(`{${control.prefix}}:task:${idOf(WEB, 1)}`);
  // Without a store nothing of it can be read.
  const { queues, now } = control;
  expect((await cost({ queues, now }, { group_by: 'model' })).rows).toMatchObject([
    { name: 'a/two', cost_usd: 1 },
  ]);
});

test('sums ten thousand tasks', { timeout: 60_000 }, async () => {
  await using control = startCosts();
  const numbers = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const dayOf = (number: number) =>
    new Date(Date.UTC(2025, 10, 25 + (number % 38))).toISOString().slice(0, 10);
  await Promise.all(numbers.map((number) => control.spend(WEB, { number, day: dayOf(number), usd: 0.01 })));
  await Promise.all(numbers.slice(0, 5_000).map((number) => control.merge(WEB, number, dayOf(number))));
  const found = await cost(control, { since: '40d', limit: 10 });
  expect(found).toMatchObject({ totals: { cost_usd: 100, tasks: 10_000 }, more: 9_990 });
  expect(found.merged).toMatchObject({ pulls: 5_000, median_usd: 0.01 });
});

test('of a time that nothing is known of it says so', async () => {
  await using control = startCosts();
  await expect(cost(control, { since: '2025-06-01' })).rejects.toThrow('Costs are kept for 40 days');
  await expect(cost(control, { since: '2027-01-01' })).rejects.toThrow('is yet to come');
  await expect(cost(control, { since: 'yesterday' })).rejects.toThrow('such as 24h or 7d');
});
