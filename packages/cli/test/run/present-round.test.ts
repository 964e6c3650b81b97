import type { Status } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { presentRound } from '../../src/run/present-round.ts';

const log = (...statuses: Status[]) =>
  statuses.map((status, i) => ({
    cursor: `${i}-0`,
    event: { type: 'status', at: '2026-11-20T10:00:00.000Z', status, message: '' } as const,
  }));

it.each<[string, Status[], string | undefined]>([
  ['no event', [], undefined],
  ['its first round', ['queued', 'dispatched', 'running'], undefined],
  ['a round after a failure', ['queued', 'dispatched', 'failed', 'queued'], '2-0'],
  ['a second try', ['queued', 'dispatched', 'queued', 'dispatched', 'running'], '1-0'],
])('finds where it begins: %s', (_what, statuses, cursor) => {
  expect(presentRound(log(...statuses))).toBe(cursor);
});
