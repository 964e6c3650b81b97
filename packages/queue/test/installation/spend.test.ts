import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSpend, dayOf, spentOn } from '../../src/installation/spend.ts';
import { startPrefix } from '../a-prefix.ts';
import { aTask } from '../a-task.ts';

const day = '2026-11-20';
const run = { taskId: aTask(1).id, epoch: 1, repoId: 7, day };

test('a run adds what it has cost more than before; a repeated or late word adds nothing', async () => {
  await using own = startPrefix();
  for (const usd of [0.1, 0.3, 0.3, 0.2]) await addSpend(own, { ...run, usd });
  expect(await spentOn(own, day)).toEqual({ total: 0.3, byRepo: new Map([[7, 0.3]]) });
  await addSpend(own, { ...run, epoch: 2, usd: 0.5 });
  await addSpend(own, { ...run, taskId: aTask(2).id, repoId: 8, usd: 1 });
  expect(await spentOn(own, day)).toEqual({
    total: 1.8,
    byRepo: new Map([
      [7, 0.8],
      [8, 1],
    ]),
  });
});

test('a run over midnight counts on each day for what it cost there', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, usd: 1 });
  await addSpend(own, { ...run, day: '2026-11-21', usd: 1.25 });
  expect((await spentOn(own, day)).total).toBe(1);
  expect((await spentOn(own, '2026-11-21')).total).toBe(0.25);
  expect((await spentOn(own, '2026-11-22')).total).toBe(0);
});

test('two processes that tell of the same run count it once, in any order', async () => {
  const cents = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cents, async (told) => {
      await using own = startPrefix();
      await Promise.all(told.map((cent) => addSpend(own, { ...run, usd: cent / 100 })));
      expect((await spentOn(own, day)).total).toBe(Math.max(...told) / 100);
    }),
    { numRuns: 30 },
  );
});

test('days are forgotten after 40 days', async () => {
  await using own = startPrefix();
  await addSpend(own, { ...run, usd: 1 });
  const keys = await own.redis.keys(`{${own.prefix}}:sp*`);
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(await own.redis.ttl(key)).toBeGreaterThan(39 * 86_400);
});

test('what is no day and no amount is refused', async () => {
  await using own = startPrefix();
  await expect(addSpend(own, { ...run, day: 'today', usd: 1 })).rejects.toThrow();
  await expect(addSpend(own, { ...run, usd: -1 })).rejects.toThrow();
  await expect(addSpend(own, { ...run, usd: Number.NaN })).rejects.toThrow();
  expect(dayOf(new Date('2026-11-20T23:59:59.999Z'))).toBe(day);
});
