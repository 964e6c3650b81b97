import { expect, test } from 'vitest';
import { createOpencodeClock } from '../src/opencode-clock.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0, 700);
const date = (aheadMs: number) => new Date(now + aheadMs).toUTCString();

test.each([
  ['as ours', 0, 0],
  ['as ours, but for an answer that took its time', -3_000, 0],
  ['an hour behind', -3_600_000, -3_600_700],
  ['an hour ahead', 3_600_000, 3_599_300],
])('a clock that is %s', (_, aheadMs, wanted) => {
  const clock = createOpencodeClock(() => now);
  clock.note(date(aheadMs));
  expect(now - clock.toOurs(now)).toBe(wanted);
});

test('an answer without a date changes nothing', () => {
  const clock = createOpencodeClock(() => now);
  clock.note(date(-3_600_000));
  clock.note(undefined);
  clock.note('yesterday');
  expect(now - clock.toOurs(now)).toBe(-3_600_700);
});
