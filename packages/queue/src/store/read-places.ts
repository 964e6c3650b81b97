import type { Status, TaskId } from '@opencode-commander/task';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { StoreKeys } from './store-keys.ts';

/** Where a task stands among all others, which are listed newest first: of those created in the same millisecond by their ids. */
export type TaskPlace = { id: TaskId; createdMs: number };

export type PlacesWanted = {
  /** Of these statuses only. */
  statuses?: readonly Status[];
  /** Only what comes after this place. */
  after?: TaskPlace;
  limit: number;
};

/** The places of tasks, newest first. Of the indexes no more is read than is given; no record is. */
export async function readPlaces(
  { redis, keys }: { redis: RedisConnection; keys: StoreKeys },
  { statuses, after, limit }: PlacesWanted,
): Promise<TaskPlace[]> {
  const names = statuses ? [...new Set(statuses)] : ['all'];
  const found = await Promise.all(
    names.map((name) => readIndex(redis, `${keys.index}${name}`, { after, limit })),
  );
  // A task that has just moved on may be in two of them.
  const places = new Map(found.flat().map((place) => [place.id, place]));
  return [...places.values()].sort(newestFirst).slice(0, limit);
}

async function readIndex(
  redis: RedisConnection,
  index: string,
  { after, limit }: { after: TaskPlace | undefined; limit: number },
): Promise<TaskPlace[]> {
  if (after === undefined) return placesOf(await redis.zrevrange(index, 0, limit - 1, 'WITHSCORES'));
  const { createdMs } = after;
  const [together, older] = await Promise.all([
    redis.zrevrangebyscore(index, createdMs, createdMs, 'WITHSCORES'),
    redis.zrevrangebyscore(index, `(${createdMs}`, '-inf', 'WITHSCORES', 'LIMIT', 0, limit),
  ]);
  return [...placesOf(together).filter((place) => newestFirst(after, place) < 0), ...placesOf(older)];
}

/** Redis gives each member with its score behind it. */
function placesOf(entries: readonly string[]): TaskPlace[] {
  return entries.flatMap((id, i) => (i % 2 === 0 ? [{ id, createdMs: Number(entries[i + 1]) }] : []));
}

/** As Redis orders them: of equal scores the greater id first. */
function newestFirst(a: TaskPlace, b: TaskPlace): number {
  return b.createdMs - a.createdMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
