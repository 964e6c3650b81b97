import { issueNumberOf, type TaskId } from '@opencode-commander/task';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { threadKey } from '../store/thread-key.ts';
import { costKeys } from './cost-keys.ts';
import { toDollars, toMicros } from './micros.ts';

/** An issue, by its number in a repository. */
export type IssueKey = { repoId: number; number: number };

export type TaskCost = {
  repoId: number;
  taskId: TaskId;
  /** US dollars that all its runs have cost so far. */
  usd: number;
};

/** A year: a pull request may be merged long after the last work on it. */
const KEPT_S = 366 * 86_400;

/**
 * Notes what a task has cost in all, for its issue; one that has cost more before keeps that. It outlives the record.
 * Throws RedisError.
 */
export async function noteTaskCost(keyspace: Keyspace, { repoId, taskId, usd }: TaskCost): Promise<void> {
  const key = costKeys.issue(keyspace, threadKey({ repoId, number: issueNumberOf(taskId) }));
  await orRedisError(async () => {
    await keyspace.redis.zadd(key, 'GT', toMicros(usd), taskId);
    await keyspace.redis.expire(key, KEPT_S);
  });
}

/** What each of the issues has cost in all, its follow-ups included, in their order; 0 where nothing is known. Throws RedisError. */
export async function issueCosts(keyspace: Keyspace, issues: readonly IssueKey[]): Promise<number[]> {
  const read = issues.map(async (issue) => {
    const key = costKeys.issue(keyspace, threadKey(issue));
    const flat = await keyspace.redis.zrange(key, 0, -1, 'WITHSCORES');
    const micros = flat.filter((_, i) => i % 2 === 1).map(Number);
    return toDollars(micros.reduce((sum, each) => sum + each, 0));
  });
  return orRedisError(() => Promise.all(read));
}
