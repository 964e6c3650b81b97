import { expect, it } from 'vitest';
import { share } from '../../../src/pages/live/share.ts';

function counted({ takesMs = 0, fails = false } = {}) {
  const state = { now: 0, reads: 0, fails };
  const { get, forget } = share(
    async () => {
      state.reads += 1;
      state.now += takesMs;
      if (state.fails) throw new Error('away');
      return state.reads;
    },
    { forMs: 1_000, clock: () => state.now },
  );
  return { state, get, forget };
}

it('reads once for everybody who asks within the time', async () => {
  const { state, get } = counted();
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  state.now = 999;
  expect(await get()).toBe(1);
  state.now = 1_000;
  expect(await Promise.all([get(), get()])).toEqual([2, 2]);
});

it('rests longer after a slow read', async () => {
  const { state, get } = counted({ takesMs: 2_000 });
  await get();
  state.now = 7_999;
  expect(await get()).toBe(1);
  state.now = 8_000;
  expect(await get()).toBe(2);
});

it('tells everybody of a failure, and tries again after the time', async () => {
  const { state, get } = counted({ fails: true });
  await expect(Promise.all([get(), get()])).rejects.toThrow('away');
  expect(state.reads).toBe(1);
  state.fails = false;
  state.now = 1_000;
  expect(await get()).toBe(2);
});

it('reads anew once something was changed, whatever is being read meanwhile', async () => {
  const { get, forget } = counted();
  const before = get();
  forget();
  expect(await Promise.all([before, get(), get()])).toEqual([1, 2, 2]);
});
