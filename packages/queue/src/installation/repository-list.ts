import { z } from 'zod';
import type { Place } from '../place.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

const entrySchema = z.object({
  /** GitHub's numeric id: it survives renames and transfers. */
  repoId: z.number().int(),
  /** `owner/name` as last seen. */
  name: z.string(),
  /** `served` without the topic, or `blocked` whatever its topics and labels say. */
  mode: z.enum(['served', 'blocked']),
  /** When it was put on the list. */
  since: z.iso.datetime(),
});
/** A repository that a person has put on the list. */
export type ListedRepository = z.infer<typeof entrySchema>;

/** What people have decided about repositories; of all others their topics decide. */
export type RepositoryList = {
  /** Serves the repository, or blocks it; the later word counts. */
  put(entry: ListedRepository): Promise<void>;
  /** Leaves the repository to its topics again; false when it was not on the list. */
  remove(repoId: number): Promise<boolean>;
  /** By name. */
  list(): Promise<ListedRepository[]>;
};

/** The list that all processes share. Everything throws RedisError. */
export function repositoryList({ redis, prefix }: Place): RepositoryList {
  const key = `${keyPrefix(prefix)}:repositories`;
  return {
    put: (entry) =>
      orRedisError(async () => {
        await redis.hset(key, String(entry.repoId), JSON.stringify(entrySchema.parse(entry)));
      }),
    remove: (repoId) => orRedisError(async () => (await redis.hdel(key, String(repoId))) === 1),
    list: () =>
      orRedisError(async () => {
        const entries = (await redis.hvals(key)).map((text) => entrySchema.parse(JSON.parse(text)));
        return entries.sort((a, b) => a.name.localeCompare(b.name));
      }),
  };
}
