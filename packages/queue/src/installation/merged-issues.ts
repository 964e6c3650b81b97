import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { threadKey } from '../store/thread-key.ts';
import { costKeys, KEPT_S } from './cost-keys.ts';
import type { IssueKey } from './issue-costs.ts';

/** An issue whose pull request was merged, and when that was seen first. */
export type MergedIssue = IssueKey & { at: Date };

/** Notes that the pull request of an issue was merged; again changes nothing. Throws RedisError. */
export async function noteMerged(
  keyspace: Keyspace,
  { repo, at, ...issue }: MergedIssue & { repo: string },
): Promise<void> {
  const key = costKeys.merged(keyspace);
  const forgotten = at.getTime() - KEPT_S * 1000;
  await orRedisError(async () => {
    await keyspace.redis.zadd(key, 'NX', at.getTime(), threadKey(issue));
    await keyspace.redis.zremrangebyscore(key, '-inf', forgotten);
    await keyspace.redis.hset(costKeys.names(keyspace), String(issue.repoId), repo);
  });
}

/** Those of the last 40 days, oldest first. Throws RedisError. */
export async function mergedIssues(keyspace: Keyspace): Promise<MergedIssue[]> {
  const key = costKeys.merged(keyspace);
  const flat = await orRedisError(() => keyspace.redis.zrange(key, 0, -1, 'WITHSCORES'));
  return flat.flatMap((issue, i) => {
    const [, repoId, number] = /^(\d+)#(\d+)$/.exec(issue) ?? [];
    if (i % 2 === 1 || number === undefined) return [];
    return [{ repoId: Number(repoId), number: Number(number), at: new Date(Number(flat[i + 1])) }];
  });
}
