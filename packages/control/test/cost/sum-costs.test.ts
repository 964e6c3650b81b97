import type { DayCost } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { COST_GROUPS, sumCosts, totalOf } from '../../src/cost/sum-costs.ts';

const names = new Map([[7, 'acme/web']]);
const cost = (changes: Partial<DayCost>, costUsd: number, tokens = 1): DayCost => ({
  ...{ day: '2026-11-01', repoId: 7, taskId: '1-aaaaaa', model: 'a/one' },
  ...changes,
  used: { costUsd, inputTokens: tokens, outputTokens: tokens },
});
const costs = [
  cost({}, 1),
  cost({ day: '2026-11-02' }, 0.5),
  cost({ taskId: '2-bbbbbb', model: 'a/two' }, 4),
  cost({ repoId: 8, taskId: '3-cccccc', model: 'b/free' }, 0, 9),
  cost({ repoId: 8, taskId: '4-dddddd', model: 'b/free' }, 0, 8),
];
const shown = (by: (typeof COST_GROUPS)[number]) =>
  sumCosts(costs, { by, names }).map(({ name, issue, used, tasks }) => [name, issue, used.costUsd, tasks]);

it('sums by each group, what cost most first, then what took most tokens', () => {
  expect(shown('task')).toEqual([
    ['2-bbbbbb', 'acme/web#2', 4, 1],
    ['1-aaaaaa', 'acme/web#1', 1.5, 1],
    ['3-cccccc', 'repository 8#3', 0, 1],
    ['4-dddddd', 'repository 8#4', 0, 1],
  ]);
  expect(shown('repo')).toEqual([
    ['acme/web', null, 5.5, 2],
    ['repository 8', null, 0, 2],
  ]);
  expect(shown('day')).toEqual([
    ['2026-11-01', null, 5, 4],
    ['2026-11-02', null, 0.5, 1],
  ]);
  expect(shown('model')).toEqual([
    ['a/two', null, 4, 1],
    ['a/one', null, 1.5, 1],
    ['b/free', null, 0, 2],
  ]);
});

it.each(COST_GROUPS)('has the same total by %s', (by) => {
  const sum = sumCosts(costs, { by, names }).reduce((total, { used }) => total + used.costUsd, 0);
  expect(sum).toBe(totalOf(costs).used.costUsd);
  expect(totalOf(costs)).toEqual({ used: { costUsd: 5.5, inputTokens: 20, outputTokens: 20 }, tasks: 4 });
});
