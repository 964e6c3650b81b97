import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** Longer than an issue takes to be looked for and opened; after that somebody else may do it. */
const CLAIM_MS = 60_000;

/** Whether it is the caller who sees to a request now: of all who ask until it is released only one is told so. Throws RedisError. */
export async function claimRequest(keyspace: Keyspace, request: string): Promise<boolean> {
  const answer = await orRedisError(() =>
    keyspace.redis.set(keyOf(keyspace, request), '1', 'PX', CLAIM_MS, 'NX'),
  );
  return answer === 'OK';
}

/** The request was seen to, or failed. Throws RedisError. */
export async function releaseRequest(keyspace: Keyspace, request: string): Promise<void> {
  await orRedisError(() => keyspace.redis.del(keyOf(keyspace, request)));
}

function keyOf({ prefix }: Keyspace, request: string): string {
  return `${keyPrefix(prefix)}:request:${request}`;
}
