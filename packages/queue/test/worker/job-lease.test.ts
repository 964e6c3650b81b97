import { expect, test } from 'vitest';
import { JobInterrupted, JobLease } from '../../src/worker/job-lease.ts';

function aLease() {
  const clock = { ms: 1_000 };
  const lease = new JobLease({ token: 't', lockMs: 10_000, lockedAt: clock.ms, now: () => clock.ms });
  return { lease, clock };
}

test('a process that was frozen notices before its timers do that its lease is over', () => {
  const { lease, clock } = aLease();
  clock.ms += 7_999;
  lease.check();
  clock.ms += 1;
  expect(lease.interruption).toBeNull();
  expect(() => lease.check()).toThrow(JobInterrupted);
  expect(lease.interruption).toBe('lock_lost');
  lease.end();
});

test('a renewal counts from when it was sent, and brings back no lease that is over', () => {
  const { lease, clock } = aLease();
  clock.ms += 5_000;
  lease.renewed(clock.ms - 1_000);
  clock.ms += 6_999;
  lease.check();
  clock.ms += 1;
  expect(() => lease.check()).toThrow('another worker may have it');
  lease.renewed(clock.ms);
  expect(() => lease.check()).toThrow(JobInterrupted);
  lease.end();
});

test('a lease that was interrupted says why', () => {
  const { lease } = aLease();
  lease.interrupt('shutdown');
  expect(() => lease.check()).toThrow('The worker is stopping');
  lease.end();
});
