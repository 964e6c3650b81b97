import { expect, it } from 'vitest';
import { formatSimulated } from '../../src/simulated/format-simulated.ts';
import { runSimulated } from '../../src/simulated/run-simulated.ts';

// A part of what `npm run chaos -- --simulated` plays.
it('keeps every promise in 20,000 random schedules', async () => {
  const report = await runSimulated({ seed: 1, schedules: 20_000 });
  expect(report).toMatchObject({ seed: 1, played: 20_000, failure: null });
  expect(formatSimulated(report)).toContain('Nothing lost, nothing done twice.');
}, 300_000);
