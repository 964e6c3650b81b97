import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentile, spread, summarise } from '../src/statistics.ts';

it('gives the median, the range, and the ratio run by run', () => {
  const runs = [
    [{ measure: 'clone', unit: 'ms', ours: 30, floor: 10 } as const],
    [{ measure: 'clone', unit: 'ms', ours: 20, floor: 20 } as const],
    [
      { measure: 'clone', unit: 'ms', ours: 40, floor: 20 } as const,
      { measure: 'boot', unit: 'ms', ours: 7 } as const,
    ],
  ];
  expect(summarise(runs)).toEqual([
    {
      measure: 'clone',
      unit: 'ms',
      runs: 3,
      ours: { median: 30, min: 20, max: 40 },
      floor: { median: 20, min: 10, max: 20 },
      ratio: { median: 2, min: 1, max: 3 },
    },
    { measure: 'boot', unit: 'ms', runs: 1, ours: { median: 7, min: 7, max: 7 }, floor: null, ratio: null },
  ]);
});

it('finds what most do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([1, 50, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([1, 50, 99, 100]);
  expect(percentile([7], 50)).toBe(7);
  expect(percentile([], 50)).toBeNaN();
});

it('keeps the median in the range, whatever the order', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, (all) => {
      const { median, min, max } = spread(all);
      expect(median).toBeGreaterThanOrEqual(min);
      expect(median).toBeLessThanOrEqual(max);
      expect(spread([...all].reverse())).toEqual({ median, min, max });
    }),
  );
});
