import type { TaskId } from '@opencode-commander/task';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** How many ids Redis looks at before it answers others. */
const SCANNED = 10_000;

/** The ids in an index that begin with the number of an issue, of whatever repository: Redis picks them. */
export async function idsOfIssue(redis: RedisConnection, index: string, number: number): Promise<TaskId[]> {
  const ids = new Set<TaskId>();
  for (let cursor: string | null = '0'; cursor !== null; ) {
    const [next, found]: [string, string[]] = await redis.zscan(
      ...([index, cursor, 'MATCH', `${number}-*`, 'COUNT', SCANNED] as const),
    );
    // Each id is followed by its score.
    for (const [i, member] of found.entries()) if (i % 2 === 0) ids.add(member);
    cursor = next === '0' ? null : next;
  }
  return [...ids];
}
