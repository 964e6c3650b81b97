import { expect, it } from 'vitest';
import { runSimulated } from '../../src/simulated/run-simulated.ts';

it('keeps every promise in 50,000 other random schedules', () => {
  expect(runSimulated({ seed: 2, schedules: 50_000 })).toEqual({ seed: 2, played: 50_000, failure: null });
}, 600_000);
