import type { Redis } from 'ioredis';
import { expect, vi } from 'vitest';

/** Resolves when what is left of the time of `key` has risen `times`: its lock was renewed so often. */
export async function untilRenewed(redis: Redis, key: string, times: number): Promise<void> {
  let left = await redis.pttl(key);
  let seen = 0;
  const look = async () => {
    const now = await redis.pttl(key);
    if (now > left) seen += 1;
    left = now;
    expect(seen).toBeGreaterThanOrEqual(times);
  };
  await vi.waitFor(look, { timeout: 30_000, interval: 20 });
}
