import { requestPoll } from '../installation/request-poll.ts';
import { createQueues, type PollJobData, QUEUE_NAMES, type Queues } from '../queues.ts';
import { redisNow } from '../redis/redis-now.ts';
import { LeasedWorker } from './leased-worker.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** How often to tick, and what a tick does. */
export type PollWorkerOptions = WorkerSettings & {
  /** Milliseconds between two ticks; it is asked for again every few seconds. */
  everyMs: () => number;
  /** One look at GitHub. What it throws goes to `onError`; the next tick comes anyway. */
  tick: (signal: AbortSignal) => Promise<void>;
};

/** A worker that ticks. */
export type PollWorker = {
  /** One more tick as soon as none runs; several calls before that are one. */
  pollNow(): Promise<void>;
  /** Throws RedisError when no jobs are taken (any more): made for a health check. */
  checkRunning(): void;
  stop(graceMs: number): Promise<void>;
};

const SCHEDULER = 'tick';
/** In so many times `everyMs` something happens in the queue. */
const LATE = 2;
/** After a crash in the middle of a tick nobody ticks for about twice as long. */
const POLL_LOCK_MS = 5_000;

/** Ticks at once and then every `everyMs()`, one tick at a time over all processes. Throws RedisError. */
export async function startPollWorker({
  everyMs,
  tick,
  ...settings
}: PollWorkerOptions): Promise<PollWorker> {
  let queues: Queues | undefined;
  let scheduledMs = everyMs();
  const worker = await LeasedWorker.start<PollJobData>({
    lockMs: POLL_LOCK_MS,
    ...settings,
    queue: QUEUE_NAMES.polls,
    options: { concurrency: 1 },
    // Without it a tick that outlasts `everyMs` would overlap with the next.
    globalConcurrency: 1,
    onEnded: (_job, error) => error && settings.onError(error),
    uphold: async () => {
      if (queues === undefined) return;
      const wantedMs = everyMs();
      // Another process may want another interval: only what has changed here is made so.
      if (wantedMs !== scheduledMs || !(await isScheduled(queues))) await schedule(queues, wantedMs);
      else if (await isLate(queues, wantedMs)) await requestPoll(queues);
      scheduledMs = wantedMs;
    },
    work: (_job, { signal }) => tick(signal),
  });
  const own = createQueues({ redis: worker.redis, prefix: settings.prefix, onError: settings.onError });
  queues = own;
  await schedule(own, scheduledMs);
  return {
    pollNow: () => requestPoll(own),
    checkRunning: () => worker.checkRunning(),
    stop: async (graceMs) => {
      queues = undefined;
      await own.close();
      await worker.stop(graceMs);
    },
  };
}

/** Redis may have been wiped, or have kept a scheduler without its next job when its file was cut. */
async function isScheduled({ polls }: Queues): Promise<boolean> {
  const scheduler = await polls.getJobScheduler(SCHEDULER);
  if (scheduler === undefined) return false;
  const state = await polls.getJobState(`repeat:${SCHEDULER}:${scheduler.next}`);
  return state !== 'unknown' && state !== 'completed' && state !== 'failed';
}

/** Whoever's clock was an hour ahead has set the next tick an hour from now, and may be gone. */
async function isLate({ polls, redis }: Queues, everyMs: number): Promise<boolean> {
  if ((await polls.getActiveCount()) > 0) return false;
  const [last] = await redis.xrevrange(polls.toKey('events'), '+', '-', 'COUNT', 1);
  // An entry's id begins with its time by the clock of Redis.
  return last !== undefined && (await redisNow(redis)) - Number.parseInt(last[0], 10) > LATE * everyMs;
}

async function schedule({ polls }: Queues, everyMs: number): Promise<void> {
  await polls.upsertJobScheduler(SCHEDULER, { every: everyMs }, { name: 'tick', data: {} });
}
