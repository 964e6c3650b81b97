import { Job, type Queue } from 'bullmq';
import type { RedisConnection } from './redis/redis-connection.ts';

/** A job of `queue`; one that BullMQ cannot read, for it is no JSON, without data and options. Undefined when there is none. */
export async function readJob<Data>(
  redis: RedisConnection,
  queue: Queue<Data, void, string, Data, void, string>,
  id: string,
): Promise<Job<Data | null, void> | undefined> {
  try {
    return await queue.getJob(id);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  // As BullMQ names the fields of a job's hash.
  const fields = ['timestamp', 'priority', 'finishedOn', 'failedReason', 'atm'] as const;
  const [timestamp, priority, finishedOn, failedReason, attemptsMade] = await redis.hmget(
    queue.toKey(id),
    ...fields,
  );
  const job = new Job<Data | null, void>(queue, 'unreadable', null, { timestamp: Number(timestamp) }, id);
  if (failedReason) job.failedReason = failedReason;
  if (finishedOn) job.finishedOn = Number(finishedOn);
  job.priority = Number(priority);
  job.attemptsMade = Number(attemptsMade);
  return job;
}
