import { expect, test } from 'vitest';
import { pausedProviders, pausedUntil, pauseProvider } from '../../src/installation/provider-pauses.ts';
import { startPrefix } from '../a-prefix.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const after = (ms: number) => now.getTime() + ms;

test('the longest pause of a provider counts, and one that is over is gone', async () => {
  await using own = startPrefix();
  await pauseProvider(own, 'anthropic', after(5_000));
  await pauseProvider(own, 'anthropic', after(1_000));
  await pauseProvider(own, 'openai', after(2_000.5));
  await pauseProvider(own, 'local', after(-1));
  expect(await pausedProviders(own, now)).toEqual([
    { provider: 'openai', untilMs: after(2_001) },
    { provider: 'anthropic', untilMs: after(5_000) },
  ]);
  expect(await pausedUntil(own, 'anthropic', now)).toBe(after(5_000));
  expect(await pausedUntil(own, 'anthropic', new Date(after(5_000)))).toBeNull();
  expect(await pausedUntil(own, 'unheard of', now)).toBeNull();
  expect(await pausedProviders(own, new Date(after(3_000)))).toEqual([
    { provider: 'anthropic', untilMs: after(5_000) },
  ]);
  expect(await pausedProviders(own, new Date(after(9_000)))).toEqual([]);
});
