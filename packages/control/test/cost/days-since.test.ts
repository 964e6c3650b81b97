import { describe, expect, it, test } from 'vitest';
import { daysSince, isSince } from '../../src/cost/days-since.ts';

const now = new Date('2026-11-29T15:00:00.000Z');

it.each([
  ['0h', '2026-11-29', 1],
  ['15h', '2026-11-29', 1],
  ['24h', '2026-11-28', 2],
  ['7d', '2026-11-22', 8],
  ['40d', '2026-10-20', 41],
  ['2026-11-29', '2026-11-29', 1],
  ['2026-11-01', '2026-11-01', 29],
])('%s begins on %s', (since, first, length) => {
  const days = daysSince(since, now);
  expect(days[0]).toBe(first);
  expect(days.at(-1)).toBe('2026-11-29');
  expect(new Set(days).size).toBe(length);
  expect(days).toEqual(days.toSorted());
});

it.each(['41d', '99999d', '2026-10-19', '0001-01-01'])('%s is longer ago than costs are kept', (since) => {
  expect(() => daysSince(since, now)).toThrow('Costs are kept for 40 days: ask for those since 2026-10-20');
});

test('what is yet to come has no costs', () => {
  expect(() => daysSince('2026-11-30', now)).toThrow('2026-11-30 is yet to come: today is 2026-11-29 (UTC)');
});

describe('isSince', () => {
  it.each(['24h', '7d', '2026-11-01', '2024-02-29'])('takes %s', (text) => expect(isSince(text)).toBe(true));
  it.each(['', '7', '7w', '-7d', '1.5d', '7d ', '123456d', '2026-11', '2026-11-31', '2026-02-29', 'x'])(
    'refuses "%s"',
    (text) => expect(isSince(text)).toBe(false),
  );
});
