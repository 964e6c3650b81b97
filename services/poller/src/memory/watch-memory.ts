import { orRedisError, parseEntry, type RedisError, readHash } from '@opencode-commander/queue';
import { z } from 'zod';
import type { MemoryKeys } from './memory-keys.ts';

const watchedSchema = z.object({
  id: z.number().int(),
  /** `owner/name` as last seen. */
  fullName: z.string(),
  /** Its topic says so, or people do. */
  by: z.enum(['topic', 'hand']),
  /** Its labels were made and its labelled issues looked at, by that version of the labels; null: not yet. */
  welcomed: z.string().nullable(),
});
/** A repository that issues are taken from. */
export type WatchedRepository = z.infer<typeof watchedSchema>;

export type WatchMemory = {
  watched(): Promise<WatchedRepository[]>;
  watch(repository: WatchedRepository): Promise<void>;
  /** What was to be looked at in a repository has been lost: if it is watched, that is looked for as at first. */
  welcomeAgain(id: number): Promise<void>;
  unwatch(id: number): Promise<void>;
  /** How repositories are to be looked for at this tick: new ones at every tenth, all when `wanted` is not what it was. */
  dueDiscovery(wanted: string): Promise<'all' | 'latest' | null>;
  rememberDiscovery(wanted: string): Promise<void>;
  /** The newest change seen in a listing: of a repository, or of all where `of` is `all`; null at first. */
  cursor(of: number | 'all'): Promise<string | null>;
  rememberCursor(of: number | 'all', updatedAt: string): Promise<void>;
};

const DISCOVERY_TICKS = 10;

export function watchMemory({ redis, key, onCorrupt }: MemoryKeys): WatchMemory {
  const findAgain = async (error: RedisError) => {
    onCorrupt(error);
    await redis.del(key('discovery'));
  };
  const schema = watchedSchema;
  return {
    watched: () =>
      orRedisError(async () => {
        const found = await readHash({ redis, key: key('watched'), schema, onCorrupt: findAgain });
        return [...found.values()];
      }),
    watch: (repository) =>
      orRedisError(
        async () => void (await redis.hset(key('watched'), `${repository.id}`, JSON.stringify(repository))),
      ),
    welcomeAgain: (id) =>
      orRedisError(async () => {
        const known = parseEntry(schema, (await redis.hget(key('watched'), `${id}`)) ?? '');
        if (known) await redis.hset(key('watched'), `${id}`, JSON.stringify({ ...known, welcomed: null }));
      }),
    unwatch: (id) =>
      orRedisError(async () => {
        await redis.multi().hdel(key('watched'), `${id}`).hdel(key('cursors'), `${id}`).exec();
      }),
    dueDiscovery: (wanted) =>
      orRedisError(async () => {
        const ticks = await redis.hincrby(key('discovery'), 'ticks', 1);
        if ((await redis.hget(key('discovery'), 'wanted')) !== wanted) return 'all';
        return ticks >= DISCOVERY_TICKS ? 'latest' : null;
      }),
    rememberDiscovery: (wanted) =>
      orRedisError(async () => void (await redis.hset(key('discovery'), { ticks: 0, wanted }))),
    cursor: (of) => orRedisError(() => redis.hget(key('cursors'), `${of}`)),
    rememberCursor: (of, updatedAt) =>
      orRedisError(async () => void (await redis.hset(key('cursors'), `${of}`, updatedAt))),
  };
}
