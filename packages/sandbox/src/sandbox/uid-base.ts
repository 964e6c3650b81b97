import { createHash } from 'node:crypto';

/** How many uids a sandbox has. */
export const UID_RANGE = 65_536;

// Between the uids that systemd gives to containers (up to 0x6FFFFFFF) and those that are negative in 32 bits.
const FIRST = 0x7000_0000;
const SLOTS = 4_095;

/**
 * The first host uid of a sandbox: one of 4095 ranges that no sandbox in `taken` has, null when there is none.
 * Where the search begins depends on `seed`, so that two dispatchers seldom want the same.
 */
export function freeUidBase(seed: string, taken: readonly number[]): number | null {
  const start = createHash('sha256').update(seed).digest().readUInt32BE(0) % SLOTS;
  for (let i = 0; i < SLOTS; i++) {
    const base = FIRST + ((start + i) % SLOTS) * UID_RANGE;
    if (!taken.includes(base)) return base;
  }
  return null;
}
