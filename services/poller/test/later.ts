import { expect } from 'vitest';

/** GitHub's instants are whole seconds. */
export async function later(): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  await expect
    .poll(() => Math.floor(Date.now() / 1000), { interval: 20, timeout: 3_000 })
    .toBeGreaterThan(now);
}
