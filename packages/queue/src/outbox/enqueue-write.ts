import { type GitHubWrite, githubWriteSchema, writeKey } from '@opencode-commander/task';
import { z } from 'zod';
import type { Queues } from '../queues.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';

const placeWrite = defineScript('place-write', 7);
const placedSchema = z.tuple([z.literal([1, 2]), z.enum(['absent', 'ended', 'waiting', 'active'])]);

/**
 * Puts a write to GitHub into the outbox, behind those that wait there. By its key it is one job, however often and by
 * whomever it is enqueued: a job that waits takes the newest text over, one that is being carried out is followed by
 * another, since it may have looked before; those that have ended, well or not, are replaced. Throws RedisError.
 */
export async function enqueueWrite(queues: Queues, write: GitHubWrite): Promise<void> {
  const data = githubWriteSchema.parse(write);
  await orRedisError(() => addWrite(queues, data));
}

async function addWrite({ outbox, redis }: Queues, data: GitHubWrite): Promise<void> {
  const key = writeKey(data);
  const ids = [key, `${key}-again`] as const;
  const keys = ['active', ...ids, 'wait', 'delayed', 'completed', 'failed'].map((name) => outbox.toKey(name));
  const placed = await placeWrite(redis, keys, [JSON.stringify(data), ...ids]);
  const [slot, found] = placedSchema.parse(placed);
  if (found === 'waiting') return;
  const jobId = slot === 1 ? ids[0] : ids[1];
  // Should somebody else enqueue the same write at this moment, one of the two is kept, and it begins after both were asked.
  if (found === 'ended') await outbox.remove(jobId);
  await outbox.add(data.kind, data, { jobId });
}
