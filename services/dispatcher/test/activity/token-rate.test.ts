import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TokenRate } from '../../src/activity/token-rate.ts';

const MINUTE = 60_000;

it('knows nothing of what was used before it looked', () => {
  const rate = new TokenRate();
  expect(rate.perMinute(0)).toEqual(new Array(30).fill(0));
  rate.note(5_000, 0);
  expect(rate.perMinute(0)).toEqual(new Array(30).fill(0));
});

it('counts minutes back from now', () => {
  const rate = new TokenRate();
  const [begun, now] = [7 * MINUTE, 10 * MINUTE];
  rate.note(100, begun);
  rate.note(130, begun + MINUTE);
  rate.note(130, now - 1_000);
  rate.note(150, now);
  expect(rate.perMinute(now).slice(-4)).toEqual([0, 30, 0, 20]);
  expect(rate.perMinute(now + MINUTE).slice(-4)).toEqual([30, 0, 20, 0]);
  expect(rate.perMinute(now + 30 * MINUTE)).toEqual(new Array(30).fill(0));
});

it('loses nothing within its half hour, however it looks', () => {
  const looks = fc.array(fc.record({ more: fc.nat(1_000), afterMs: fc.integer({ min: 1, max: 20_000 }) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(looks, (all) => {
      const rate = new TokenRate();
      let [total, now] = [0, 0];
      rate.note(0, 0);
      for (const { more, afterMs } of all) {
        total += more;
        now += afterMs;
        rate.note(total, now);
      }
      const minutes = rate.perMinute(now);
      expect(minutes).toHaveLength(30);
      expect(minutes.reduce((sum, minute) => sum + minute, 0)).toBe(total);
    }),
  );
});
