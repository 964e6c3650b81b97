import { parseEntry, RedisError } from '@opencode-commander/queue';
import type { z } from 'zod';
import type { MemoryKeys } from './memory-keys.ts';

/** What one key holds; null where there is none, or one that cannot be read: that is removed. */
export async function readText<T>(
  { redis, onCorrupt }: Pick<MemoryKeys, 'redis' | 'onCorrupt'>,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const text = await redis.get(key);
  if (text === null) return null;
  const found = parseEntry(schema, text);
  if (found !== null) return found;
  onCorrupt(new RedisError(`${key} in Redis cannot be read: it is removed`));
  await redis.del(key);
  return null;
}
