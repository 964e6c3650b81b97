import { type Priority, prioritySchema, type TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { parseEntry } from './parse-entry.ts';
import type { StoreKeys } from './store-keys.ts';

/** As much of a task's record as it takes to find it among thousands. */
export type TaskOutline = { id: TaskId; repo: string; number: number; title: string; priority: Priority };

const sourceSchema = z.object({ repo: z.string(), number: z.number() });
const titleSchema = z.string();

/** The outlines of tasks, in the order of their ids, without those that are gone or cannot be read. */
export async function readOutlines(
  { redis, keys }: { redis: RedisConnection; keys: StoreKeys },
  ids: readonly TaskId[],
): Promise<TaskOutline[]> {
  const outlines = await Promise.all(
    ids.map(async (id) => {
      const found = keys.of(id);
      return found && outlineOf(id, await redis.hmget(found.record, 'source', 'title', 'priority'));
    }),
  );
  return outlines.filter((outline) => outline !== null);
}

function outlineOf(id: TaskId, [source, title, priority]: (string | null)[]): TaskOutline | null {
  const from = parseEntry(sourceSchema, source ?? '');
  const named = parseEntry(titleSchema, title ?? '');
  const urgent = parseEntry(prioritySchema, priority ?? '');
  if (from === null || named === null || urgent === null) return null;
  return { id, ...from, title: named, priority: urgent };
}
