import { expect, it } from 'vitest';
import { ALL_PROTECTIONS, type Protections } from '../../src/simulated/protections.ts';
import { findFailure, runSimulated } from '../../src/simulated/run-simulated.ts';

const SCHEDULES = 3_000;

/** What is broken first without each protection. */
const MISSED: [keyof Protections, string][] = [
  ['epochs', 'nothing published after a cancellation'],
  ['lease', 'nothing written twice'],
  ['lookFirst', 'nothing written twice'],
  ['transitions', 'no illegal transition'],
  ['poison', 'nothing stuck'],
  ['reaping', 'nothing stuck'],
  ['missingJobs', 'nothing stuck'],
];

it.each(MISSED)(
  'notices that %s is off: %s',
  (name, rule) => {
    const rules = { ...ALL_PROTECTIONS, [name]: false };
    expect(findFailure({ seed: 1, schedules: SCHEDULES, rules })).toMatchObject({ rule });
  },
  120_000,
);

it('replays a failing schedule alone, and prints its shortest found form', () => {
  const rules = { ...ALL_PROTECTIONS, reaping: false };
  const { failure } = runSimulated({ seed: 1, schedules: SCHEDULES, rules });
  const again = runSimulated({ seed: 1, schedules: 1, first: failure?.schedule ?? 0, rules });
  expect(again.failure).toEqual(failure);
  expect(failure?.trail.length).toBeGreaterThan(0);
  expect(failure?.shortest.happenings.length).toBeLessThanOrEqual(3);
}, 300_000);
