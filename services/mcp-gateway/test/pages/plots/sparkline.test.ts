import { expect, it } from 'vitest';
import { points, sparkline } from '../../../src/pages/plots/sparkline.ts';

it('goes from left to right, the largest value at the top', () => {
  expect(points([0, 50, 100])).toBe('0,23 60,12 120,1');
});

it('lies on the ground where there is nothing', () => {
  expect(points([0, 0])).toBe('0,23 120,23');
  expect(points([])).toBe('');
});

it('says in words what there is to see', () => {
  expect(sparkline([1], { label: 'a "b"' }).markup).toContain('role="img" aria-label="a &quot;b&quot;"');
});
