import { randomUUID } from 'node:crypto';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** Who sees to a request. */
export type RequestClaim = {
  /** Holds it on for as long as at first; false when it is somebody else's, or nobody's, by now. Throws RedisError. */
  renew(): Promise<boolean>;
  /** The request was seen to, or failed. What is somebody else's by now stays so. Throws RedisError. */
  release(): Promise<void>;
};

/** Longer than an issue takes to be looked for, or to be opened; after that somebody else may do it. */
const CLAIM_MS = 60_000;

const holdClaim = defineScript('hold-claim', 1);

/** Of all who claim a request until it is released only one gets it, the others null. Throws RedisError. */
export async function claimRequest(
  { redis, prefix }: Keyspace,
  request: string,
  newWord: () => string = randomUUID,
): Promise<RequestClaim | null> {
  const key = `${keyPrefix(prefix)}:request:${request}`;
  const word = newWord();
  const hold = (ms: number) => orRedisError(async () => (await holdClaim(redis, [key], [word, ms])) === 1);
  if ((await orRedisError(() => redis.set(key, word, 'PX', CLAIM_MS, 'NX'))) === null) return null;
  return { renew: () => hold(CLAIM_MS), release: async () => void (await hold(0)) };
}
