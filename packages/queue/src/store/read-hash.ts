import type { z } from 'zod';
import { defineScript } from '../redis/define-script.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { RedisError } from '../redis/redis-error.ts';
import { parseEntry } from './parse-entry.ts';

export type ReadHashOptions<T> = {
  redis: RedisConnection;
  key: string;
  schema: z.ZodType<T>;
  /** Hears of an entry before it is removed. */
  onCorrupt: (error: RedisError, field: string) => void | Promise<void>;
};

const removeIfSame = defineScript('remove-entry', 1);

/**
 * The entries of a hash by field, for what may be lost: one that cannot be read, or is of another version, is removed, so
 * that it stops nobody.
 */
export async function readHash<T>({
  redis,
  key,
  schema,
  onCorrupt,
}: ReadHashOptions<T>): Promise<Map<string, T>> {
  const entries = new Map<string, T>();
  for (const [field, text] of Object.entries(await redis.hgetall(key))) {
    const entry = parseEntry(schema, text);
    if (entry !== null) {
      entries.set(field, entry);
      continue;
    }
    await onCorrupt(
      new RedisError(`The entry ${field} of ${key} in Redis cannot be read: it is removed`),
      field,
    );
    await removeEntry(redis, { key, field, text });
  }
  return entries;
}

/** Removes an entry of a hash unless it has another value by now. */
export async function removeEntry(
  redis: RedisConnection,
  { key, field, text }: { key: string; field: string; text: string },
): Promise<void> {
  await removeIfSame(redis, [key], [field, text]);
}
