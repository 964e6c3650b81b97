import type { TaskId } from '@opencode-commander/task';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** Longer than a run takes to let go of its slot; after that somebody else may make room. */
const CLAIM_MS = 60_000;

/** Whether it is the caller who makes room for an urgent task: of all who ask until it is released only one is told so. Throws RedisError. */
export async function claimPreemption(keyspace: Keyspace, id: TaskId): Promise<boolean> {
  const answer = await orRedisError(() => keyspace.redis.set(keyOf(keyspace, id), '1', 'PX', CLAIM_MS, 'NX'));
  return answer === 'OK';
}

/** The task has its slot, or nobody could make room after all. Throws RedisError. */
export async function releasePreemption(keyspace: Keyspace, id: TaskId): Promise<void> {
  await orRedisError(() => keyspace.redis.del(keyOf(keyspace, id)));
}

function keyOf({ prefix }: Keyspace, id: TaskId): string {
  return `${keyPrefix(prefix)}:preemption:${id}`;
}
