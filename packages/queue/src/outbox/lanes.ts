import type { Job } from 'bullmq';
import { z } from 'zod';
import type { Queues } from '../queues.ts';
import { readJob } from '../read-job.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/**
 * The order of what goes to one thread. A job enters its lane when it is taken up first, which is the order in which it was
 * enqueued, and leaves it when it has ended; only the first of a lane is carried out. Nothing gets stuck by a crash: who
 * finds a job in front that has ended takes it out, and who waits looks again by itself.
 */
export type Lanes = {
  /** Enters; true when no other job is in front. Throws RedisError. */
  enter(lane: string, jobId: string): Promise<boolean>;
  /** Leaves; the next one, if it waits, has its turn now. Throws RedisError. */
  leave(lane: string, jobId: string): Promise<void>;
  /** The lane that a job has entered last; null when it has entered none. Throws RedisError. */
  entered(jobId: string): Promise<string | null>;
};

/** Longer than a write is tried, and than dead ones are kept. */
const KEPT_MS = 31 * 86_400_000;

const enterLane = defineScript('enter-lane', 2);

export function createLanes({ outbox, redis, prefix }: Pick<Queues, 'outbox' | 'redis' | 'prefix'>): Lanes {
  const keyOf = (lane: string) => `${keyPrefix(prefix)}:lane:${lane}`;
  return {
    enter: (lane, jobId) =>
      orRedisError(async () => {
        for (;;) {
          const keys = [keyOf(lane), outbox.toKey(jobId)];
          const first = z.string().parse(await enterLane(redis, keys, [jobId, KEPT_MS, lane]));
          if (first === jobId) return true;
          if (await isUnended(outbox, first)) return false;
          await redis.lrem(keyOf(lane), 0, first);
        }
      }),
    leave: (lane, jobId) =>
      orRedisError(async () => {
        await redis.lrem(keyOf(lane), 0, jobId);
        const next = await redis.lindex(keyOf(lane), 0);
        if (next !== null) await wake(await readJob(redis, outbox, next));
      }),
    entered: (jobId) => orRedisError(() => redis.hget(outbox.toKey(jobId), 'lane')),
  };
}

async function isUnended(outbox: Queues['outbox'], jobId: string): Promise<boolean> {
  const state = await outbox.getJobState(jobId);
  return state !== 'completed' && state !== 'failed' && state !== 'unknown';
}

async function wake(job: Pick<Job, 'isDelayed' | 'promote'> | undefined): Promise<void> {
  if (job === undefined || !(await job.isDelayed())) return;
  try {
    await job.promote();
  } catch (error) {
    // Its time may have come at this very moment.
    if (await job.isDelayed()) throw error;
  }
}
