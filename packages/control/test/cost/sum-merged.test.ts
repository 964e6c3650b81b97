import { expect, it } from 'vitest';
import { sumMerged } from '../../src/cost/sum-merged.ts';

it.each([
  [[], 0, null, null],
  [[3], 3, 3, 3],
  [[4, 1], 5, 2.5, 2.5],
  [[9, 0, 3], 12, 4, 3],
  [[10, 1, 2, 3], 16, 4, 2.5],
])('of %j it is %d in all, %s on average, %s in the median', (costs, usd, meanUsd, medianUsd) => {
  expect(sumMerged(costs)).toEqual({ pulls: costs.length, usd, meanUsd, medianUsd });
});
