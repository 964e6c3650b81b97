import { expect, it } from 'vitest';
import { hasNothingToRemove } from '../../src/clean-up/has-nothing-to-remove.ts';

const ANT = { host: 'ant', containers: [], directories: [], quarantines: [], sessions: [], error: null };

it('is so where every host looked and found nothing', () => {
  expect(hasNothingToRemove([ANT, { ...ANT, host: 'bee' }])).toBe(true);
  expect(hasNothingToRemove([])).toBe(true);
});

it.each([
  { containers: ['c'] },
  { directories: ['/d'] },
  { quarantines: ['/q'] },
  { sessions: ['/s'] },
  { error: 'did not answer in time' },
])('is not known to be so with a host of %o', (found) => {
  expect(hasNothingToRemove([ANT, { ...ANT, host: 'bee', ...found }])).toBe(false);
});
