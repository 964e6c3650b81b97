import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { onceEach } from '../store/once-each.ts';
import { parseEntry } from '../store/parse-entry.ts';
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
type Entry = z.infer<typeof entrySchema>;

/**
 * A repository that a person has put on the list. Where that cannot be read any more it is `blocked`, since nobody knows
 * whether it was; its name is `repository <id>` then, and its `since` null.
 */
export type ListedRepository = Omit<Entry, 'since'> & { since: string | null };

/** What people have decided about repositories; of all others their topics decide. */
export type RepositoryList = {
  /** Serves the repository, or blocks it; the later word counts. */
  put(entry: Entry): Promise<void>;
  /** Leaves the repository to its topics again; false when it was not on the list. */
  remove(repoId: number): Promise<boolean>;
  /** By name. */
  list(): Promise<ListedRepository[]>;
};

export type RepositoryListOptions = {
  /** Hears, once of each, of entries that cannot be read. */
  onCorrupt?: (error: RedisError) => void;
};

/** The list that all processes share. Everything throws RedisError. */
export function repositoryList(
  { redis, prefix }: Keyspace,
  { onCorrupt = () => undefined }: RepositoryListOptions = {},
): RepositoryList {
  const key = `${keyPrefix(prefix)}:repositories`;
  const report = onceEach(onCorrupt);
  return {
    put: (entry) =>
      orRedisError(async () => {
        await redis.hset(key, String(entry.repoId), JSON.stringify(entrySchema.parse(entry)));
      }),
    remove: (repoId) => orRedisError(async () => (await redis.hdel(key, String(repoId))) === 1),
    list: () =>
      orRedisError(async () => {
        const entries = Object.entries(await redis.hgetall(key)).flatMap(([field, text]) => {
          const entry = parseEntry(entrySchema, text);
          if (entry !== null) return [entry];
          report(new RedisError(describeCorrupt(key, field)));
          return isId(field) ? [blocked(Number(field))] : [];
        });
        return entries.sort((a, b) => a.name.localeCompare(b.name));
      }),
  };
}

function blocked(repoId: number): ListedRepository {
  return { repoId, name: `repository ${repoId}`, mode: 'blocked', since: null };
}

function isId(field: string): boolean {
  return /^[1-9]\d*$/.test(field);
}

function describeCorrupt(key: string, field: string): string {
  const what = `The entry ${field} of ${key} in Redis cannot be read`;
  return isId(field)
    ? `${what}: the repository with this id counts as blocked until it is added or blocked anew with commander repos`
    : `${what} and names no repository: remove it with redis-cli hdel '${key}' '${field}'`;
}
