import { type GitHubWrite, githubWriteSchema, type WritePlace } from '@opencode-commander/task';
import type { Job } from 'bullmq';
import { z } from 'zod';
import type { Queues } from '../queues.ts';
import { readJob } from '../read-job.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { CorruptTaskError } from '../store/store-error.ts';
import type { TaskStore } from '../store/task-store.ts';
import { writeThread } from './write-thread.ts';

/** A write as it stands in the outbox. */
export type ListedWrite = {
  /** The id of its job. */
  id: string;
  /** `retrying` has failed and is tried again, `dead` is not. */
  state: 'waiting' | 'retrying' | 'dead';
  /** null when it cannot be read. */
  write: GitHubWrite | null;
  /** The issue or pull request it goes to; null when it concerns none, or its task is gone. */
  thread: WritePlace | null;
  /** How often it was tried. */
  attempts: number;
  /** Why it was not written yet, in one line; null when there is nothing to say. */
  reason: string | null;
  /** Unix times in ms. */
  enqueuedAt: number;
  diedAt: number | null;
};

const UNWRITTEN = ['active', 'wait', 'delayed'] as const;

/** What is not on GitHub yet, at most `limit` of those that wait and of the dead, in the order of their enqueuing. Throws RedisError. */
export function listWrites(
  queues: Queues,
  { store, limit }: { store: Pick<TaskStore, 'get'>; limit: number },
): Promise<ListedWrite[]> {
  return orRedisError(async () => {
    const [dead, waiting] = await Promise.all([
      readJobs(queues, await queues.outbox.getRanges(['failed'], 0, limit - 1)),
      readJobs(queues, await queues.outbox.getRanges([...UNWRITTEN], 0, limit - 1, true)),
    ]);
    const listed = [
      ...dead.map((job) => listWrite(store, job, 'dead')),
      ...waiting.map((job) => listWrite(store, job, job.attemptsMade > 0 ? 'retrying' : 'waiting')),
    ];
    const writes = await Promise.all(listed.map(async (write) => withAsked(queues, await write)));
    return writes.sort((a, b) => a.asked - b.asked).map(({ write }) => write);
  });
}

/** How many writes wait, and how many are dead. Throws RedisError. */
export function countWrites({ outbox }: Queues): Promise<{ waiting: number; dead: number }> {
  return orRedisError(async () => {
    const [waiting, dead] = await Promise.all([
      outbox.getJobCountByTypes(...UNWRITTEN),
      outbox.getFailedCount(),
    ]);
    return { waiting, dead };
  });
}

/** Puts a dead write behind those that wait, with all its attempts anew. False when it is not among the dead. Throws RedisError. */
export function replayWrite({ outbox, redis }: Queues, id: string): Promise<boolean> {
  return orRedisError(async () => {
    const job = await readJob(redis, outbox, id);
    if (job === undefined || !(await job.isFailed())) return false;
    try {
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    } catch (error) {
      // Somebody else may have been faster.
      if (await job.isFailed()) throw error;
      return false;
    }
  });
}

/** When a write was asked for, in microseconds by the clock of Redis: many come in one millisecond (place-write.lua). */
async function withAsked(
  { outbox, redis }: Queues,
  write: ListedWrite,
): Promise<{ write: ListedWrite; asked: number }> {
  const asked = Number(await redis.hget(outbox.toKey(write.id), 'asked'));
  return { write, asked: asked || write.enqueuedAt * 1000 };
}

type WriteJob = Job<GitHubWrite | null, void>;

async function readJobs({ outbox, redis }: Queues, ids: readonly string[]): Promise<WriteJob[]> {
  const jobs = await Promise.all(ids.map((id) => readJob(redis, outbox, id)));
  return jobs.filter((job) => job !== undefined);
}

const progressSchema = z.object({ waits_for: z.string() });

async function listWrite(
  store: Pick<TaskStore, 'get'>,
  job: WriteJob,
  state: ListedWrite['state'],
): Promise<ListedWrite> {
  const write = githubWriteSchema.safeParse(job.data).data ?? null;
  return {
    id: job.id ?? '',
    state,
    write,
    thread: write === null ? null : await threadIfReadable(store, write),
    attempts: job.attemptsMade,
    reason: reasonOf(job),
    enqueuedAt: job.timestamp,
    diedAt: state === 'dead' ? (job.finishedOn ?? null) : null,
  };
}

/** A record that cannot be read hides where its writes go, and nothing else. */
async function threadIfReadable(
  store: Pick<TaskStore, 'get'>,
  write: GitHubWrite,
): Promise<WritePlace | null> {
  try {
    return await writeThread(store, write);
  } catch (error) {
    if (error instanceof CorruptTaskError) return null;
    throw error;
  }
}

function reasonOf({ failedReason, progress }: WriteJob): string | null {
  if (failedReason) return failedReason.split('\n', 1)[0] ?? null;
  const { data } = progressSchema.safeParse(progress);
  return data === undefined ? null : `waits for ${data.waits_for}`;
}
