import { expect, it } from 'vitest';
import { runSimulated } from '../../src/simulated/run-simulated.ts';

// Two files with half of them each: they run at once.
it('keeps every promise in 50,000 random schedules', () => {
  expect(runSimulated({ seed: 1, schedules: 50_000 })).toEqual({ seed: 1, played: 50_000, failure: null });
}, 600_000);
