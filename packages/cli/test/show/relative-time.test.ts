import { expect, it } from 'vitest';
import { relativeTime } from '../../src/show/relative-time.ts';

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
