import { expect, it } from 'vitest';
import { relativeTime, timeUntil } from '../../src/show/relative-time.ts';

const now = new Date('2026-11-20T12:00:00.000Z');

it.each([
  [null, '-'],
  ['2026-11-20T11:59:59.500Z', 'now'],
  ['2026-11-20T12:00:05.000Z', 'now'],
  ['2026-11-20T11:59:31.000Z', '29 s ago'],
  ['2026-11-20T11:58:31.000Z', '1 min ago'],
  ['2026-11-20T10:00:00.000Z', '2 h ago'],
  ['2026-11-01T12:00:00.000Z', '19 d ago'],
])('%s was %s', (at, expected) => expect(relativeTime(at, now)).toBe(expected));

it.each([
  ['2026-11-20T11:59:00.000Z', 'now'],
  ['2026-11-20T12:00:00.900Z', 'now'],
  ['2026-11-20T12:00:01.000Z', 'in 1 s'],
  ['2026-11-20T12:01:31.000Z', 'in 91 s'],
  ['2026-11-20T12:04:59.999Z', 'in 5 min'],
  ['2026-11-20T13:00:00.000Z', 'in 60 min'],
  ['2026-11-20T14:00:00.000Z', 'in 2 h'],
  ['2026-11-22T11:40:00.000Z', 'in 48 h'],
  ['2026-11-23T11:59:58.000Z', 'in 3 d'],
])('%s comes %s', (at, expected) => expect(timeUntil(at, now)).toBe(expected));
