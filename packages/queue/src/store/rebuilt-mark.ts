import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { redisNow } from '../redis/redis-now.ts';
import { openStore } from './open-store.ts';
import { parseEntry } from './parse-entry.ts';
import { keyPrefix } from './store-keys.ts';

/** Which store knows all tasks that GitHub tells of, and since when, by Redis' clock as Unix time in ms. */
const markSchema = z.object({ store: z.string(), at: z.number() });

/** Writes down, once, that the store of this id knows all tasks that GitHub tells of. Throws RedisError. */
export async function markRebuilt(keyspace: Keyspace, store: string): Promise<void> {
  await orRedisError(async () => {
    if ((await read(keyspace))?.store === store) return;
    const mark = { store, at: await redisNow(keyspace.redis) };
    await keyspace.redis.set(keyOf(keyspace), JSON.stringify(mark));
  });
}

/** For how long the present store has known all tasks, in ms; 0 while it may not, for Redis may have lost some. Throws RedisError. */
export async function rebuiltAge(keyspace: Keyspace): Promise<number> {
  const { id } = await openStore(keyspace);
  return orRedisError(async () => {
    const mark = await read(keyspace);
    return mark?.store === id ? (await redisNow(keyspace.redis)) - mark.at : 0;
  });
}

async function read(keyspace: Keyspace): Promise<z.infer<typeof markSchema> | null> {
  return parseEntry(markSchema, (await keyspace.redis.get(keyOf(keyspace))) ?? '');
}

function keyOf({ prefix }: Keyspace): string {
  return `${keyPrefix(prefix)}:rebuilt`;
}
