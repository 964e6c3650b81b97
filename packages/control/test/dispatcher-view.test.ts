import { dispatcherRegistry } from '@opencode-commander/queue';
import { describe, expect, it, test } from 'vitest';
import { dispatcherViews, slotsOf, whyHeld } from '../src/dispatcher-view.ts';
import { status } from '../src/index.ts';
import { startControl } from './a-control.ts';

const full = 'the disk of data_dir is full';
const works = { host: 'ant', alive: true, refuses: null };
const dead = { host: 'bee', alive: false, refuses: null };
const refusing = { host: 'cat', alive: true, refuses: full };

describe('why no task begins', () => {
  it.each([
    ['one takes them', [works], null],
    ['one takes them, whatever the others do', [dead, refusing, works], null],
    ['there is none', [], 'no dispatcher is alive: start one with commander up'],
    ['all are dead', [dead], 'no dispatcher is alive: start one with commander up'],
    ['all that live refuse', [refusing, dead], `no dispatcher takes new tasks at present: cat: ${full}`],
    [
      'each refuses for a reason of its own',
      [refusing, { ...refusing, host: 'dog', refuses: 'memory is short' }],
      `no dispatcher takes new tasks at present: cat: ${full}; dog: memory is short`,
    ],
  ])('%s', (_, dispatchers, reason) => {
    expect(whyHeld(dispatchers)).toBe(reason);
  });
});

const now = new Date(Date.UTC(2026, 0, 1));

/** Started and last seen so many seconds ago. */
type Ago = { started: number; seen: number };

const seen = (pid: number, host: string, ago: Ago = { started: 100, seen: 0 }, machine = 'm') => ({
  ...{ id: String(pid), alive: ago.seen <= 30, host, machine, pid, started: 1, seenMsAgo: ago.seen * 1000 },
  startedAt: new Date(now.getTime() - ago.started * 1000).toISOString(),
  ...{ slots: 3, running: ['1-a1b2c3'], refuses: null },
});

test('one that died is shown until another one starts on its host, and the last of them only', () => {
  const shown = dispatcherViews(
    [
      seen(7, 'ant', { started: 50, seen: 0 }),
      seen(6, 'ant', { started: 900, seen: 0 }),
      seen(5, 'ant', { started: 900, seen: 40 }),
      seen(4, 'ant', { started: 900, seen: 60 }),
      seen(3, 'ant', { started: 900, seen: 60 }, 'before a reboot'),
      seen(2, 'bee', { started: 200, seen: 100 }),
      seen(1, 'bee', { started: 900, seen: 300 }),
    ],
    now,
  );
  expect(shown.map(({ pid }) => pid)).toEqual([7, 6, 5, 2]);
});

test('only those that live have slots', () => {
  expect(slotsOf([])).toEqual({ used: 0, total: 0 });
  expect(slotsOf([seen(1, 'ant'), seen(2, 'bee'), seen(3, 'cat', { started: 900, seen: 40 })])).toEqual({
    used: 2,
    total: 6,
  });
});

test('status shows each dispatcher, and why nothing begins', async () => {
  await using control = startControl();
  expect(await status(control)).toMatchObject({
    dispatchers: [],
    held: 'no dispatcher is alive: start one with commander up',
  });
  const startedAt = '2026-01-01T00:00:00.000Z';
  const beat = {
    id: 'a',
    machine: 'm',
    host: 'ant',
    pid: 7,
    startedAt,
    slots: 2,
    running: [],
    refuses: full,
  };
  await dispatcherRegistry(control.queues).beat(beat);
  expect(await status(control)).toMatchObject({
    dispatchers: [{ host: 'ant', pid: 7, started_at: startedAt, alive: true, slots: 2, refuses: full }],
    held: expect.stringContaining(`ant: ${full}`),
  });
  await dispatcherRegistry(control.queues).beat({ ...beat, refuses: null });
  expect((await status(control)).held).toBeNull();
});
