import type { SeenDispatcher } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { Hosts } from '../src/hosts.ts';
import { isRunning } from '../src/is-running.ts';
import { bootOf, readIdentity } from '../src/read-identity.ts';

function seen(host: string, changes: Partial<SeenDispatcher> = {}): SeenDispatcher {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const self = {
    id: `${host}-1`,
    host,
    machine: 'boot pids',
    pid: 1,
    started: 1,
    startedAt,
    slots: 1,
    running: [],
  };
  return { ...self, refuses: null, seenMsAgo: 0, alive: true, ...changes };
}

/** Looks at each list in turn, so many minutes after the start. */
async function looked(...looks: readonly (readonly [minute: number, list: readonly SeenDispatcher[]])[]) {
  let [minute, list] = looks[0] ?? [0, []];
  const hosts = new Hosts({ list: async () => [...list] }, { self: 'me', now: () => minute * 60_000 });
  for ([minute, list] of looks) await hosts.look();
  return hosts;
}

const silent = seen('x', { alive: false });

/** One look a second. */
function silentFor(from: number, to: number, own: Partial<SeenDispatcher> = {}) {
  const seconds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const list = [seen('me', { id: 'me', ...own }), silent];
  return seconds.map((second) => [second / 60, list] as const);
}

const refusing = seen('x', { refuses: 'its disk is full' });

it.each([
  ['lives', [[0, [seen('x')]]], false],
  ['is not known', [[0, []]], true],
  ['is silent at the first look', [[0, [silent]]], false],
  ['is silent for as long as others look', silentFor(0, 29), false],
  ['is silent for longer', silentFor(0, 30), true],
  ['is silent as everybody is after an outage', [...silentFor(0, 30), ...silentFor(60, 89)], false],
  ['is silent for long after an outage', [...silentFor(0, 30), ...silentFor(60, 90)], true],
  ['is silent while nobody can say that he lives', silentFor(0, 60, { seenMsAgo: 16_000 }), false],
  ['has one that lives', [[0, [seen('x', { alive: false }), seen('x', { id: 'x-2' })]]], false],
  [
    'takes no work for a while',
    [
      [0, [refusing]],
      [9, [refusing]],
    ],
    false,
  ],
  [
    'takes no work for long',
    [
      [0, [refusing]],
      [10, [refusing]],
    ],
    true,
  ],
  [
    'took work in between',
    [
      [0, [refusing]],
      [5, [seen('x')]],
      [11, [refusing]],
    ],
    false,
  ],
  [
    'has another that takes work',
    [
      [0, [refusing]],
      [10, [refusing, seen('x', { id: 'x-2' })]],
    ],
    false,
  ],
] as const)('a host that %s', async (_, looks, gone) => {
  expect((await looked(...looks)).isGone('x')).toBe(gone);
});

it('tells a process that is there from one that is not, and from one it cannot see', async () => {
  const { machine, pid, started } = await readIdentity();
  expect(bootOf(machine)).toMatch(/^[0-9a-f-]{36}$/);
  expect(isRunning({ pid, machine, started }, { machine })).toBe(true);
  expect(isRunning({ pid: 2 ** 22 + 1, machine, started }, { machine })).toBe(false);
  expect(isRunning({ pid, machine: 'elsewhere', started }, { machine })).toBe(null);
});

it('tells a process from an earlier one that had the same id', async () => {
  const { machine, pid, started } = await readIdentity();
  expect(started).toBeGreaterThan(0);
  expect(isRunning({ pid, machine, started: Number(started) - 1 }, { machine })).toBe(false);
  expect(isRunning({ pid, machine, started: null }, { machine })).toBe(true);
});
