import { expect, it } from 'vitest';
import { runSimulated } from '../../src/simulated/run-simulated.ts';

it('keeps every promise in 100,000 random schedules', async () => {
  const report = await runSimulated({ seed: 1, schedules: 100_000 });
  expect(report).toMatchObject({ seed: 1, played: 100_000, failure: null });
}, 600_000);
