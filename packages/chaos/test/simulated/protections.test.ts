import { expect, it } from 'vitest';
import { findFailure } from '../../src/simulated/find-failure.ts';
import { play } from '../../src/simulated/play.ts';
import { ALL_PROTECTIONS, type Protections } from '../../src/simulated/protections.ts';
import { runSimulated } from '../../src/simulated/run-simulated.ts';
import type { PersonsAct, SimulatedSchedule } from '../../src/simulated/simulated-schedule.ts';

/** What is broken first without each protection, from which schedule of the first seed on until which. */
const MISSED: Readonly<
  Record<Exclude<keyof Protections, 'handled'>, [rule: string, end: number, first?: number]>
> = {
  epochs: ['no write by a stale epoch', 1_000],
  transitions: ['no illegal transition', 500],
  clockEpochs: ['no epoch given twice', 1_000],
  publishingHold: ['nothing published after a cancellation', 1_000],
  lease: ['nothing by a superseded run', 2_000, 1_000],
  lookFirst: ['nothing written twice', 100],
  poison: ['nothing stuck', 100],
  reaping: ['nothing stuck', 100],
  missingJobs: ['nothing stuck', 100],
  repair: ['nothing stuck', 100],
  noting: ['nothing stuck', 8_000, 7_000],
  rebuild: ['nothing stuck', 500],
};

it.each(Object.entries(MISSED))('notices that %s is off', (name, [rule, end, first = 0]) => {
  const rules = { ...ALL_PROTECTIONS, [name]: false };
  const { failure } = findFailure({ seed: 1, first, end, every: 1, rules });
  expect(failure).toMatchObject({ rule });
});

it('notices that handled is off, when a second retry has taken the place of the first', () => {
  const at = (step: number, act: PersonsAct) => ({ step, kind: 'person' as const, act, issue: 0 });
  const schedule: SimulatedSchedule = {
    seed: 1,
    plans: [{ asks: 0, ends: 'failure', looks: 1 }],
    humanMs: 72 * 3_600_000,
    hosts: 1,
    pollers: 1,
    happenings: [at(0, 'label'), at(45, 'retry'), at(85, 'retry'), at(190, 'chat')],
  };
  expect(play({ schedule, rules: ALL_PROTECTIONS })).toBeNull();
  const rules = { ...ALL_PROTECTIONS, handled: false };
  expect(play({ schedule, rules })).toMatchObject({ rule: 'every command obeyed once' });
});

it('replays a failing schedule alone, and prints its shortest found form', async () => {
  const rules = { ...ALL_PROTECTIONS, reaping: false };
  const { failure } = await runSimulated({ seed: 1, schedules: 100, rules });
  const again = await runSimulated({ seed: 1, schedules: 1, first: failure?.schedule ?? 0, rules });
  expect(again.failure).toEqual(failure);
  expect(failure?.trail.length).toBeGreaterThan(0);
  expect(failure?.shortest.happenings.length).toBeLessThanOrEqual(3);
});
