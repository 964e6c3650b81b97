import { type GitHubWrite, githubWriteSchema } from '@opencode-commander/task';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { CorruptTaskError } from '../store/store-error.ts';
import type { TaskStore } from '../store/task-store.ts';
import type { JobLease } from '../worker/job-lease.ts';
import { PostponeJob } from '../worker/postpone-job.ts';
import type { Lanes } from './lanes.ts';
import { UnreadableRecord } from './unreadable-record.ts';
import { writeThread } from './write-thread.ts';

/** A worker's lease on the write that it carries out. */
export type WriteLease = Pick<JobLease, 'check' | 'signal'>;

export type CarryOptions = {
  lanes: Lanes;
  store: Pick<TaskStore, 'get'>;
  write: (write: GitHubWrite, lease: WriteLease) => Promise<void>;
};

/** Who waits in a lane is woken; it looks by itself too, for when that was lost in a crash. */
const LANE_LOOK_MS = 60_000;

/** Carries out a job of the outbox when it is its turn in its lane. Throws what decides about the job. */
export async function carryWrite(
  options: CarryOptions,
  job: Job<GitHubWrite, void>,
  { lease, worker }: { lease: JobLease; worker: Worker<GitHubWrite, void> },
): Promise<void> {
  const { lanes, write } = options;
  const data = readWrite(job);
  const lane = await findLane(options, job, data);
  const id = job.id ?? '';
  if (lane !== null && !(await lanes.enter(lane, id)))
    throw new PostponeJob(LANE_LOOK_MS, `an earlier write to ${lane}`);
  try {
    await write(data, lease);
  } catch (thrown) {
    const error = orUnreadable(thrown);
    const waitMs = retryAfterMs(error);
    if (waitMs !== null) {
      await worker.rateLimit(waitMs);
      // Puts the write back in front of the others, without costing an attempt.
      throw Worker.RateLimitError();
    }
    if (lane !== null && lease.interruption === null && isLast(job, error)) await lanes.leave(lane, id);
    throw error;
  }
  // Who has the write now leaves the lane.
  if (lane !== null && lease.interruption !== 'lock_lost') await lanes.leave(lane, id);
}

/** The lane of a write; one whose record can no longer be read leaves the lane that it was in. Throws UnreadableRecord, RedisError. */
async function findLane(
  { lanes, store }: CarryOptions,
  { id = '' }: Job<GitHubWrite, void>,
  data: GitHubWrite,
): Promise<string | null> {
  try {
    return laneOf(await writeThread(store, data));
  } catch (thrown) {
    const error = orUnreadable(thrown);
    const lane = error instanceof UnreadableRecord ? await lanes.entered(id) : null;
    if (lane !== null) await lanes.leave(lane, id);
    throw error;
  }
}

function orUnreadable(error: unknown): unknown {
  return error instanceof CorruptTaskError ? new UnreadableRecord(error) : error;
}

/** Has a job that goes back behind the others keep its place in its lane. */
export async function keepPlace(
  { lanes, store }: Pick<CarryOptions, 'lanes' | 'store'>,
  job: Job<GitHubWrite, void>,
): Promise<void> {
  const lane = laneOf(await writeThread(store, readWrite(job)));
  if (lane !== null) await lanes.enter(lane, job.id ?? '');
}

function readWrite({ data, id }: Job<GitHubWrite, void>): GitHubWrite {
  const parsed = githubWriteSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(`Job ${id} of the outbox is no write to GitHub`);
}

function laneOf(thread: { repo: string; number: number } | null): string | null {
  return thread === null ? null : `${thread.repo.toLowerCase()}#${thread.number}`;
}

/** Whether the write is given up when it fails so. */
function isLast({ attemptsMade, opts }: Job<GitHubWrite, void>, error: unknown): boolean {
  const isFinal = error instanceof Error && 'retryable' in error && error.retryable === false;
  return isFinal || attemptsMade + 1 >= (opts.attempts ?? 1);
}

/** Milliseconds, at least one; null for errors that name no time. */
function retryAfterMs(error: unknown): number | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error)) return null;
  const { retryAfterMs: ms } = error;
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : null;
}
