import { expect, test, vi } from 'vitest';
import { pausedProviders, pauseProvider, providerPause } from '../../src/installation/provider-pauses.ts';
import { redisNow } from '../../src/redis/redis-now.ts';
import { startPrefix } from '../a-prefix.ts';

test('the longest pause of a provider counts, and one that is over is gone', async () => {
  await using own = startPrefix();
  const { untilMs } = await pauseProvider(own, 'anthropic', 500_000);
  await pauseProvider(own, 'anthropic', 100_000);
  const { untilMs: sooner } = await pauseProvider(own, 'openai', 200_000.5);
  await pauseProvider(own, 'local', -1);
  expect(await pausedProviders(own)).toMatchObject([
    { provider: 'openai', untilMs: sooner },
    { provider: 'anthropic', untilMs },
  ]);
  expect(await providerPause(own, 'anthropic')).toMatchObject({ untilMs });
  expect(await providerPause(own, 'local')).toBeNull();
  expect(await providerPause(own, 'unheard of')).toBeNull();
});

test.each([-3_600_000, 3_600_000])('is as long for a host whose clock is %d ms off', async (offMs) => {
  await using own = startPrefix();
  await pauseProvider(own, 'anthropic', 500_000);
  const wrong = vi.spyOn(Date, 'now').mockReturnValue((await redisNow(own.redis)) + offMs);
  try {
    const pause = await providerPause(own, 'anthropic');
    expect(pause?.forMs).toBeGreaterThan(400_000);
    expect(pause?.forMs).toBeLessThanOrEqual(500_000);
    expect(await pausedProviders(own)).toHaveLength(1);
  } finally {
    wrong.mockRestore();
  }
});
