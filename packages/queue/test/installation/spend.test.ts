import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayCosts, repositoryNames } from '../../src/installation/day-costs.ts';
import { addSpend, dayOf, spentOn } from '../../src/installation/spend.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const day = '2026-11-20';
const run = { taskId: aTask(1).id, epoch: 1, repoId: 7, repo: 'acme/web', day };

/** Dollars that a model has cost, with a token in for each cent and one out for each dollar. */
const usage = (usd: number) => ({
  costUsd: usd,
  inputTokens: Math.round(usd * 100),
  outputTokens: Math.floor(usd),
});
const used = (usd: number, model = 'a/one') => ({ [model]: usage(usd) });

test('a run adds what it has cost more than before; a repeated or late word adds nothing', async () => {
  await using own = startPrefix();
  for (const usd of [0.1, 0.3, 0.3, 0.2]) await addSpend(own, { ...run, used: used(usd) });
  expect(await spentOn(own, day)).toEqual({ total: 0.3, byRepo: new Map([[7, 0.3]]) });
  await addSpend(own, { ...run, epoch: 2, used: used(0.5) });
  await addSpend(own, { ...run, taskId: aTask(2).id, repoId: 8, used: used(1) });
  expect(await spentOn(own, day)).toEqual({
    total: 1.8,
    byRepo: new Map([
      [7, 0.8],
      [8, 1],
    ]),
  });
});

test('each day tells what each task used of each model, and the names of repositories', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, used: used(0.5) });
  await addSpend(own, { ...run, used: { ...used(0.5), ...used(2, 'a/org/two') } });
  await addSpend(own, { ...run, epoch: 2, day: '2026-11-21', used: used(3) });
  await addSpend(own, { ...run, taskId: aTask(2).id, repoId: 8, repo: 'acme/api', used: used(1) });
  const part = { day, repoId: 7, taskId: run.taskId };
  const costs = await dayCosts(own, ['2026-11-19', day, '2026-11-21']);
  expect(costs).toHaveLength(4);
  expect(costs).toEqual(
    expect.arrayContaining([
      { ...part, model: 'a/one', used: usage(0.5) },
      { ...part, model: 'a/org/two', used: usage(2) },
      { ...part, day: '2026-11-21', model: 'a/one', used: usage(3) },
      { ...part, taskId: aTask(2).id, repoId: 8, model: 'a/one', used: usage(1) },
    ]),
  );
  await addSpend(own, { ...run, repo: 'acme/site', used: {} });
  expect(await repositoryNames(own)).toEqual(
    new Map([
      [7, 'acme/site'],
      [8, 'acme/api'],
    ]),
  );
});

test('what is no cost among them is left out', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, used: used(0.5) });
  await own.redis.hset(`{${own.prefix}}:costs:${day}`, 'something else', '1');
  expect(await dayCosts(own, [day])).toHaveLength(1);
});

test('tokens count where a model costs nothing', async () => {
  await using own = startPrefix();
  const free = { inputTokens: 10, outputTokens: 2, costUsd: 0 };
  await addSpend(own, { ...run, used: { 'local/free': free } });
  expect(await dayCosts(own, [day])).toMatchObject([{ model: 'local/free', used: free }]);
  expect(await spentOn(own, day)).toEqual({ total: 0, byRepo: new Map() });
});

test('a run over midnight counts on each day for what it cost there', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, used: used(1) });
  await addSpend(own, { ...run, day: '2026-11-21', used: used(1.25) });
  expect((await spentOn(own, day)).total).toBe(1);
  expect((await spentOn(own, '2026-11-21')).total).toBe(0.25);
  expect((await spentOn(own, '2026-11-22')).total).toBe(0);
});

test('two processes that tell of the same run count it once, in any order', async () => {
  const cents = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cents, cents, async (told, others) => {
      await using own = startPrefix();
      const words = told.map((cent, i) => ({
        ...used(cent / 100),
        ...used((others[i] ?? 0) / 100, 'a/two'),
      }));
      await Promise.all(words.map((word) => addSpend(own, { ...run, used: word })));
      const most = Math.max(...told) + Math.max(...told.map((_, i) => others[i] ?? 0));
      expect((await spentOn(own, day)).total).toBe(most / 100);
      const parts = (await dayCosts(own, [day])).map((cost) => Math.round(cost.used.costUsd * 100));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(most);
    }),
    { numRuns: 30 },
  );
});

test('days are forgotten after 40 days', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, used: used(1) });
  const keys = [`spend:${day}`, `spent:${run.taskId}`, `costs:${day}`];
  for (const key of keys) expect(await own.redis.ttl(`{${own.prefix}}:${key}`)).toBeGreaterThan(40 * 86_400);
});

test('what is no day and no amount is refused', async () => {
  await using own = startPrefix();
  await expect(addSpend(own, { ...run, day: 'today', used: used(1) })).rejects.toThrow();
  for (const costUsd of [-1, Number.NaN])
    await expect(addSpend(own, { ...run, used: { 'a/one': { ...usage(1), costUsd } } })).rejects.toThrow();
  expect(dayOf(new Date('2026-11-20T23:59:59.999Z'))).toBe(day);
});

test('an agent that claims all the money there is does not break the sums', async () => {
  await using own = startPrefix();
  for (const number of [1, 2, 3])
    await addSpend(own, { ...run, taskId: aTask(number).id, used: used(Number.MAX_SAFE_INTEGER) });
  expect((await spentOn(own, day)).total).toBe(3e9);
});
