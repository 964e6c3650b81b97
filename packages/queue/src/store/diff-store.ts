import { type TaskDiff, type TaskId, taskDiffSchema } from '@opencode-commander/task';
import { z } from 'zod';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { requireAuthor } from './require-author.ts';
import { TaskNotFoundError } from './store-error.ts';
import type { StoreKeys } from './store-keys.ts';

/** What tasks' published work changes; kept as long as the record. */
export type DiffStore = {
  /** Only while the run of this epoch holds the task. Throws TaskNotFoundError, StaleEpochError. */
  keepDiff(id: TaskId, diff: TaskDiff, author: { epoch: number }): Promise<void>;
  /** Null where nothing was published, or what is kept cannot be read. */
  readDiff(id: TaskId): Promise<TaskDiff | null>;
};

const keepDiff = defineScript('keep-diff', 2);
const replySchema = z.array(z.string());
const keptSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: String(error) });
      return z.NEVER;
    }
  })
  .pipe(taskDiffSchema);

export function createDiffStore({ redis, keys }: { redis: RedisConnection; keys: StoreKeys }): DiffStore {
  return {
    keepDiff: (id, diff, { epoch }) =>
      orRedisError(async () => {
        const found = keys.of(id);
        if (found === null) throw new TaskNotFoundError(id);
        const reply = await keepDiff(redis, [found.record, found.diff], [epoch, JSON.stringify(diff)]);
        requireAuthor({ id, epoch }, replySchema.parse(reply));
      }),
    readDiff: (id) =>
      orRedisError(async () => {
        const found = keys.of(id);
        return found === null ? null : (keptSchema.safeParse(await redis.get(found.diff)).data ?? null);
      }),
  };
}
