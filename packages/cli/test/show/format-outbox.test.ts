import type { OutboxWrite } from '@opencode-commander/control';
import { expect, it } from 'vitest';
import { formatOutbox } from '../../src/show/format-outbox.ts';
import { createPaint } from '../../src/show/paint.ts';

const showing = { now: new Date('2026-11-20T12:00:00.000Z'), columns: 80, paint: createPaint(false, {}) };

const waiting: OutboxWrite = {
  ...{ id: 'status-12-a1b2c3', state: 'waiting', thread: 'acme/web#12', what: 'status' },
  ...{ attempts: 0, reason: null, enqueued_at: '2026-11-20T11:57:00.000Z', died_at: null },
};

it('says that everything is written', () => {
  expect(formatOutbox({ waiting: 0, dead: 0, lost: 0, writes: [] }, showing)).toEqual([
    'Everything is written.',
  ]);
});

it('says that Redis has lost what writes were to say', () => {
  expect(formatOutbox({ waiting: 0, dead: 0, lost: 1, writes: [] }, showing)).toEqual([
    'Redis has lost what 1 dead write was to say: it is dropped.',
  ]);
  expect(formatOutbox({ waiting: 1, dead: 0, lost: 2, writes: [waiting] }, showing).at(-1)).toBe(
    'Redis has lost what 2 dead writes were to say: they are dropped.',
  );
});

it('shows what waits and what was given up, and why', () => {
  const dead = { ...waiting, id: 'x-1', state: 'dead', thread: null, what: 'deletion of b' } as const;
  const writes = [waiting, { ...waiting, reason: 'waits for y' }];
  const given = { ...dead, reason: 'it is\u001b[2J protected' };
  const list = {
    waiting: 5,
    dead: 2,
    lost: 0,
    writes: [...writes, { ...given, attempts: 1 }, { ...given, attempts: 60 }],
  };
  expect(formatOutbox(list, showing)).toEqual([
    'STATE    ISSUE        WHAT           SINCE      ID',
    'waiting  acme/web#12  status         3 min ago  status-12-a1b2c3',
    'waiting  acme/web#12  status         3 min ago  status-12-a1b2c3',
    '  waits for y',
    'dead     -            deletion of b  3 min ago  x-1',
    '  tried once: it is[2J protected',
    'dead     -            deletion of b  3 min ago  x-1',
    '  tried 60 times: it is[2J protected',
    'and 3 more: see --limit',
  ]);
});
