import { type TaskId, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const amount = z.number().nonnegative();
const activitySchema = z.object({
  /** What its agent does just now, in a line; null while it only thinks. */
  tool: z.string().max(200).nullable(),
  /** Of one CPU: 200 are two of them. */
  cpuPercent: amount,
  memoryBytes: amount,
  memoryLimitBytes: amount,
  /** Of the last 30 minutes, oldest first. */
  tokensPerMinute: z.array(amount).max(30),
});

/** What the agent of a task does and uses, as its dispatcher has seen it a moment ago. */
export type TaskActivity = z.infer<typeof activitySchema>;

/** Longer than a dispatcher is silent about what it sees. */
const KEPT_MS = 20_000;

/** Notes what agents do, for a moment: who does not say it again has nothing to say. Throws RedisError. */
export async function noteActivity(
  keyspace: Keyspace,
  activities: ReadonlyMap<TaskId, TaskActivity>,
): Promise<void> {
  const writes = [...activities].map(([id, activity]) => {
    const text = JSON.stringify(activitySchema.parse(activity));
    return keyspace.redis.set(keyOf(keyspace, id), text, 'PX', KEPT_MS);
  });
  await orRedisError(() => Promise.all(writes));
}

/** What the agents of these tasks do; without those of whom nothing is known. Throws RedisError. */
export async function readActivity(
  keyspace: Keyspace,
  ids: readonly TaskId[],
): Promise<ReadonlyMap<TaskId, TaskActivity>> {
  if (ids.length === 0) return new Map();
  const texts = await orRedisError(() => keyspace.redis.mget(ids.map((id) => keyOf(keyspace, id))));
  return new Map(
    ids.flatMap((id, i) => {
      const activity = parseEntry(activitySchema, texts[i] ?? 'null');
      return activity === null ? [] : [[id, activity] as const];
    }),
  );
}

function keyOf({ prefix }: Keyspace, id: TaskId): string {
  return `${keyPrefix(prefix)}:activity:${taskIdSchema.parse(id)}`;
}
