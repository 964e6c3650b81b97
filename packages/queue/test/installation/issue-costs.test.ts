import { taskId } from '@opencode-commander/task';
import { expect, test } from 'vitest';
import { issueCosts, noteTaskCost } from '../../src/installation/issue-costs.ts';
import { startPrefix } from '../a-prefix.ts';

const host = 'github.com';
const repoId = 7;
const idOf = (number: number, round = 0) => taskId({ host, repoId, number, round });

test('an issue has cost what its task and all its follow-ups have cost', async () => {
  await using own = startPrefix();
  await noteTaskCost(own, { repoId, taskId: idOf(1), usd: 0.5 });
  await noteTaskCost(own, { repoId, taskId: idOf(1, 1), usd: 0.25 });
  await noteTaskCost(own, { repoId, taskId: idOf(2), usd: 3 });
  await noteTaskCost(own, { repoId: 8, taskId: idOf(1), usd: 9 });
  const issues = [2, 1, 4].map((number) => ({ repoId, number }));
  expect(await issueCosts(own, issues)).toEqual([3, 0.75, 0]);
});

test('a late word, or that of a record rebuilt from an older one, takes nothing back', async () => {
  await using own = startPrefix();
  for (const usd of [1, 2, 2, 1.5]) await noteTaskCost(own, { repoId, taskId: idOf(1), usd });
  expect(await issueCosts(own, [{ repoId, number: 1 }])).toEqual([2]);
});

test('it is kept for a year after the last work', async () => {
  await using own = startPrefix();
  await noteTaskCost(own, { repoId, taskId: idOf(1), usd: 1 });
  expect(await own.redis.ttl(`{${own.prefix}}:issue-cost:7#1`)).toBeGreaterThan(365 * 86_400);
});
