import { type GitHubWrite, githubWriteSchema } from '@opencode-commander/task';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { LeasedWorker, type WorkerSettings } from './leased-worker.ts';
import { QUEUE_NAMES } from './queues.ts';

export type OutboxWorkerOptions = WorkerSettings & {
  /**
   * Carries a write out; it may come twice. An error with `retryAfterMs` holds up the whole outbox for so long, one with
   * `retryable: false` ends the write, any other has it tried again later.
   */
  write: (write: GitHubWrite, signal: AbortSignal) => Promise<void>;
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

/** Carries out what waits for GitHub, one write at a time over all processes. Throws RedisError. */
export async function startOutboxWorker({ write, ...settings }: OutboxWorkerOptions): Promise<OutboxWorker> {
  const worker = await LeasedWorker.start<GitHubWrite>({
    lockMs: OUTBOX_LOCK_MS,
    ...settings,
    queue: QUEUE_NAMES.outbox,
    options: {
      concurrency: 1,
      limiter: NO_LIMIT,
      settings: { backoffStrategy: (attempt) => backoffMs(attempt, Math.random()) },
    },
    globalConcurrency: 1,
    work: async (job, { signal }, bullWorker) => {
      try {
        await write(readWrite(job), signal);
      } catch (error) {
        const waitMs = retryAfterMs(error);
        if (waitMs === null) throw error;
        await bullWorker.rateLimit(waitMs);
        // Puts the write back in front of the others, without costing an attempt.
        throw Worker.RateLimitError();
      }
    },
  });
  worker.worker.on('failed', (_job, error) => settings.onError(error));
  return { checkRunning: () => worker.checkRunning(), stop: (graceMs) => worker.stop(graceMs) };
}

/** Exponential from a second to ten minutes; `chance` (0 to 1) takes up to half off. `attempt` is 1 after the first failure. */
export function backoffMs(attempt: number, chance: number): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
  return Math.round(delay * (1 - chance / 2));
}

function readWrite({ data, id }: Job<GitHubWrite, void>): GitHubWrite {
  const parsed = githubWriteSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(`Job ${id} of the outbox is no write to GitHub`);
}

/** Milliseconds, at least one; null for errors that name no time. */
function retryAfterMs(error: unknown): number | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error)) return null;
  const { retryAfterMs: ms } = error;
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : null;
}
