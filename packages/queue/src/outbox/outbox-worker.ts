import type { GitHubWrite } from '@opencode-commander/task';
import { createQueues, QUEUE_NAMES } from '../queues.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import { createTaskStore } from '../store/task-store.ts';
import { LeasedWorker } from '../worker/leased-worker.ts';
import type { WorkerSettings } from '../worker/worker-settings.ts';
import { type CarryOptions, carryWrite, keepPlace } from './carry-write.ts';
import { createLanes } from './lanes.ts';

export type OutboxWorkerOptions = WorkerSettings & {
  /**
   * Carries a write out; it may come twice. `lease.check()` belongs right before what changes something: it throws once
   * another worker may have the write. An error with `retryAfterMs` holds up the whole outbox for so long, one with
   * `retryable: false`, or that the task's record cannot be read, ends the write; after any other it is tried again later,
   * and what goes to the same thread waits.
   */
  write: CarryOptions['write'];
};

export type OutboxWorker = {
  /** Throws RedisError when no jobs are taken (any more): made for a health check. */
  checkRunning(): void;
  stop(graceMs: number): Promise<void>;
};

/** After a crash in the middle of a write nobody writes for about twice as long. */
const OUTBOX_LOCK_MS = 10_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 10 * 60_000;
/** High enough never to be reached: BullMQ looks at the limit that `rateLimit` sets only where there is one. */
const NO_LIMIT = { max: 1_000_000, duration: 1_000 };

/** Carries out what waits for GitHub, one write at a time over all processes, and those to one thread in order. Throws RedisError. */
export async function startOutboxWorker({ write, ...settings }: OutboxWorkerOptions): Promise<OutboxWorker> {
  const { redisUrl: url, prefix, onError } = settings;
  const redis = await connectRedis({ url, role: 'worker', onError });
  const queues = createQueues({ redis, prefix, onError });
  const close = async () => {
    await queues.close();
    redis.disconnect();
  };
  const carrying = { lanes: createLanes(queues), store: createTaskStore({ redis, prefix }), write };
  const worker = await startWorker(carrying, settings).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    checkRunning: () => worker.checkRunning(),
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      await close();
    },
  };
}

function startWorker(carrying: CarryOptions, settings: WorkerSettings): Promise<LeasedWorker<GitHubWrite>> {
  return LeasedWorker.start<GitHubWrite>({
    lockMs: OUTBOX_LOCK_MS,
    ...settings,
    queue: QUEUE_NAMES.outbox,
    options: {
      concurrency: 1,
      limiter: NO_LIMIT,
      settings: { backoffStrategy: (attempt) => backoffMs(attempt, Math.random()) },
    },
    globalConcurrency: 1,
    work: (job, lease, worker) => carryWrite(carrying, job, { lease, worker }),
    onGivenBack: (job) => keepPlace(carrying, job),
    onEnded: (_job, error) => error && settings.onError(error),
  });
}

/** Exponential from a second to ten minutes; `chance` (0 to 1) adds up to half. `attempt` is 1 after the first failure. */
export function backoffMs(attempt: number, chance: number): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
  return Math.round(delay * (1 + chance / 2));
}
