import { expect, it } from 'vitest';
import { statusChanges } from '../../src/watch/status-changes.ts';
import { ANT, aTask, atWork, QUIET } from '../a-status.ts';

const one = atWork(1);
const POLLER = {
  ...{ service: 'poller' as const, host: 'ant', pid: 7, version: '1', alive: true, problems: [] as string[] },
  ...{ started_at: '2026-11-20T11:00:00.000Z', last_seen: '2026-11-20T12:00:00.000Z' },
} as const;
const running = { ...QUIET, running: [one] };
const name = `${one.id} acme/web#1`;
const finishedAt = '2026-11-20T12:00:00.000Z';
const pause = {
  scope: 'provider',
  name: 'anthropic',
  by: 'maria',
  since: finishedAt,
  reason: 'why',
  preempts: false,
} as const;

it('says of the first status how everything is', () => {
  const status = { ...running, queue: { ...QUIET.queue, high: 2 }, dispatchers: [ANT], held: 'paused' };
  expect(statusChanges(null, status)).toEqual([
    'queue: 2 high',
    'held: paused',
    'dispatcher on ant takes new tasks',
    `${name} is running: Task 1`,
  ]);
});

it('says nothing of what is as it was', () => {
  const beat = { ...ANT, last_seen: finishedAt };
  expect(statusChanges({ ...running, dispatchers: [ANT] }, { ...running, dispatchers: [beat] })).toEqual([]);
});

it.each([
  ['begins', QUIET, running, [`${name} is running: Task 1`]],
  ['goes back', running, QUIET, [`${name} is back in the queue`]],
  [
    'ends',
    running,
    { ...QUIET, recent: [aTask(1, { status: 'completed', prUrl: 'https://h/acme/web/pull/9', finishedAt })] },
    [`${name} is completed: pull request #9`],
  ],
  ['ended long ago', { ...QUIET, recent: [aTask(1, { status: 'failed', finishedAt })] }, QUIET, []],
  ['asks', running, { ...QUIET, waiting: [aTask(1, { status: 'waiting_human' })] }, [`${name} asks: Task 1`]],
])('says that a task %s', (_what, before, after, lines) => {
  expect(statusChanges(before, after)).toEqual(lines);
});

it.each([
  ['queue', { queue: { ...QUIET.queue, low: 1 } }, 'queue: 1 low', 'queue: empty'],
  ['pause', { pauses: [pause] }, 'anthropic is paused by maria: why', 'anthropic is resumed'],
  ['hold', { held: 'no dispatcher is alive' }, 'held: no dispatcher is alive', 'no longer held'],
  ['process', { processes: [POLLER] }, 'poller on ant is well', 'poller on ant has stopped'],
  [
    'process in trouble',
    { processes: [{ ...POLLER, problems: ['no token'] }] },
    'poller on ant is not well: no token',
    'poller on ant has stopped',
  ],
])('says of a %s that it is there, and that it is gone', (_what, changes, there, gone) => {
  expect(statusChanges(QUIET, { ...QUIET, ...changes })).toEqual([there]);
  expect(statusChanges({ ...QUIET, ...changes }, QUIET)).toEqual([gone]);
});
