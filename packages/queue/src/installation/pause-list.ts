import type { Pause, PauseScope } from '@opencode-commander/task';
import type { ChainableCommander } from 'ioredis';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { RedisError } from '../redis/redis-error.ts';
import { redisNow } from '../redis/redis-now.ts';
import { onceEach } from '../store/once-each.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const entrySchema = z.object({
  by: z.string(),
  /** By the clock of Redis. */
  since: z.iso.datetime(),
  reason: z.string().nullable(),
  preempts: z.boolean(),
  /** `owner/name` as it was when it was paused last. */
  repo: z.string().optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** A pause as somebody asks for it; without a reason the one there is stays. */
export type AskedPause = { scope: PauseScope; by: string; reason?: string | undefined; preempts: boolean };

/** What people have paused. It outlives all processes; each scope is an entry of its own. */
export type PauseList = {
  /** Pauses the scope, or changes the pause it has, which keeps its `since`; `began` is false then. */
  put(asked: AskedPause): Promise<{ began: boolean; pause: Pause }>;
  /** The pause that was lifted; null when there was none. */
  remove(scope: PauseScope): Promise<Pause | null>;
  /** The pause of everything first, then by scope. */
  list(): Promise<Pause[]>;
  /** How often it has changed: another number tells of a pause that has come and gone between two looks. */
  changes(): Promise<number>;
};

export type PauseListOptions = {
  /** Hears, once of each, of entries that cannot be read. */
  onCorrupt?: (error: RedisError) => void;
};

/** The list that all processes share. An entry that cannot be read pauses its scope all the same. Everything throws RedisError. */
export function pauseList(
  { redis, prefix }: Keyspace,
  { onCorrupt = () => undefined }: PauseListOptions = {},
): PauseList {
  const key = `${keyPrefix(prefix)}:pauses`;
  const changesKey = `${key}:changes`;
  const report = onceEach(onCorrupt);
  const read = (field: string, text: string): Pause[] => {
    const entry = parseEntry(entrySchema, text);
    const scope = scopeOf(field, entry);
    if (entry === null || scope === null) report(new RedisError(describeCorrupt({ key, field, scope })));
    return scope === null ? [] : [pauseOf(scope, entry)];
  };
  return {
    put: ({ scope, by, reason, preempts }) =>
      orRedisError(async () => {
        const field = fieldOf(scope);
        const before = parseEntry(entrySchema, (await redis.hget(key, field)) ?? 'null');
        const entry: Entry = {
          by,
          since: before?.since ?? new Date(await redisNow(redis)).toISOString(),
          reason: reason ?? before?.reason ?? null,
          preempts,
          ...(scope.of === 'repository' && { repo: scope.name }),
        };
        const put = redis.multi().hset(key, field, JSON.stringify(entry)).incr(changesKey);
        return { began: (await countOf(put)) === 1, pause: pauseOf(scope, entry) };
      }),
    remove: (scope) =>
      orRedisError(async () => {
        const field = fieldOf(scope);
        const text = await redis.hget(key, field);
        const removed = await countOf(redis.multi().hdel(key, field).incr(changesKey));
        return removed === 1 ? pauseOf(scope, parseEntry(entrySchema, text ?? 'null')) : null;
      }),
    list: () =>
      orRedisError(async () => {
        const entries = Object.entries(await redis.hgetall(key));
        return entries.sort(([a], [b]) => a.localeCompare(b)).flatMap(([field, text]) => read(field, text));
      }),
    changes: () => orRedisError(async () => Number((await redis.get(changesKey)) ?? 0)),
  };
}

/** What the first command of a transaction answers. */
async function countOf(transaction: ChainableCommander): Promise<unknown> {
  const [first] = (await transaction.exec()) ?? [];
  if (first?.[0]) throw first[0];
  return first?.[1];
}

/** `all` comes before the others by its letters. */
function fieldOf(scope: PauseScope): string {
  if (scope.of === 'all') return 'all';
  return `${scope.of}:${scope.of === 'repository' ? scope.repoId : scope.name}`;
}

/** Null for what is no scope. */
function scopeOf(field: string, entry: Entry | null): PauseScope | null {
  if (field === 'all') return { of: 'all' };
  const [, of, name = ''] = /^(repository|provider):(.+)$/.exec(field) ?? [];
  if (of === 'provider') return { of, name };
  if (of !== 'repository' || !/^[1-9]\d*$/.test(name)) return null;
  return { of, repoId: Number(name), name: entry?.repo ?? `repository ${name}` };
}

function pauseOf(scope: PauseScope, entry: Entry | null): Pause {
  if (entry === null) return { scope, by: null, since: null, reason: null, preempts: false };
  const { by, since, reason, preempts } = entry;
  return { scope, by, since, reason, preempts };
}

function describeCorrupt({ key, field, scope }: { key: string; field: string; scope: PauseScope | null }) {
  const what = `The entry ${field} of ${key} in Redis cannot be read`;
  return scope === null
    ? `${what} and names nothing that can be paused: remove it with redis-cli hdel '${key}' '${field}'`
    : `${what}: it pauses all the same, until commander resume`;
}
