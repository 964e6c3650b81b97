import { Job, type MinimalQueue } from 'bullmq';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** Looks at the jobs of a queue that are put off: always the same one. Throws what Redis throws. */
export type DelayWatch = (queue: MinimalQueue) => Promise<void>;

type Wait = { score: string; dueAt: number };

/** What a wrong clock has put off stands at the end. */
const MOST = 1_000;
/** BullMQ sees to a job itself when its time comes by a clock that is right. */
const SLACK_MS = 1_000;

/**
 * Looks that no job is put off for longer than it was to be. BullMQ compares the wall clock of who puts a job off with that
 * of who looks for jobs: were one of them an hour ahead of the other, every retry would take an hour more. So who watches
 * counts for itself, by `now` (ms on a clock that nobody sets), how long it has seen a job wait.
 */
export function createDelayWatch(redis: RedisConnection, now: () => number): DelayWatch {
  let known = new Map<string, Wait>();
  return async (queue) => {
    const flat = await redis.zrevrange(queue.toKey('delayed'), 0, MOST - 1, 'WITHSCORES');
    const waits = await Promise.all(
      pairs(flat).map(([id, score]) => follow(queue, known.get(id), [id, score])),
    );
    const isDue = ([, wait]: [string, Wait]) => now() >= wait.dueAt;
    for (const [id] of waits.filter(isDue)) await promote(queue, id);
    known = new Map(waits.filter((wait) => !isDue(wait)));
  };

  async function follow(
    queue: MinimalQueue,
    before: Wait | undefined,
    [id, score]: [string, string],
  ): Promise<[string, Wait]> {
    if (before?.score === score) return [id, before];
    const delayMs = Number(await redis.hget(queue.toKey(id), 'delay'));
    return [id, { score, dueAt: now() + delayMs + SLACK_MS }];
  }

  async function promote(queue: MinimalQueue, id: string): Promise<void> {
    try {
      await new Job(queue, '', {}, {}, id).promote();
    } catch (error) {
      // Somebody else may have been faster.
      if ((await redis.zscore(queue.toKey('delayed'), id)) !== null) throw error;
    }
  }
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((id, i): [string, string][] => (i % 2 === 0 ? [[id, flat[i + 1] ?? '']] : []));
}
