import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { parseEntry } from '../store/parse-entry.ts';
import { keyPrefix } from '../store/store-keys.ts';

const placeSchema = z.object({ instance: z.string(), directory: z.string() });

/** Where a session of opencode's is: the name of its instance, and the directory it works in there. */
export type SessionPlace = z.infer<typeof placeSchema>;

/** What to forget of sessions, and what to remember. */
export type PlacesChange = { forget: readonly string[]; remember: ReadonlyMap<string, SessionPlace> };

/** Where sessions were seen last, by their ids: whatever is lost is found again by asking the instances. */
export type SessionPlaces = {
  find(sessionId: string): Promise<SessionPlace | null>;
  all(): Promise<Map<string, SessionPlace>>;
  change(change: PlacesChange): Promise<void>;
};

/** Everything throws RedisError. */
export function sessionPlaces({ redis, prefix }: Keyspace): SessionPlaces {
  const key = `${keyPrefix(prefix)}:sessions`;
  return {
    find: (id) => orRedisError(async () => parsePlace(await redis.hget(key, id))),
    all: () => orRedisError(async () => readable(await redis.hgetall(key))),
    change: ({ forget, remember }) =>
      orRedisError(async () => {
        if (forget.length > 0) await redis.hdel(key, ...forget);
        const fields = [...remember].map(([id, place]) => [id, JSON.stringify(place)] as const);
        if (fields.length > 0) await redis.hset(key, Object.fromEntries(fields));
      }),
  };
}

function parsePlace(text: string | null): SessionPlace | null {
  return text === null ? null : parseEntry(placeSchema, text);
}

function readable(entries: Record<string, string>): Map<string, SessionPlace> {
  const places = Object.entries(entries).flatMap(([id, text]) => {
    const place = parsePlace(text);
    return place === null ? [] : [[id, place] as const];
  });
  return new Map(places);
}
