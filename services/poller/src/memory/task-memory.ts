import { orRedisError } from '@opencode-commander/queue';
import type { TaskId } from '@opencode-commander/task';
import type { MemoryKeys } from './memory-keys.ts';

export type TaskMemory = {
  wasRefused(id: TaskId): Promise<boolean>;
  rememberRefusal(id: TaskId): Promise<void>;
  /** True once in some minutes for the same thing: what the outbox has not written yet is not asked for at every tick. */
  isDueAgain(what: string): Promise<boolean>;
  /** The tasks whose status is to be written, whatever became of whoever was about to change it. */
  owed(): Promise<TaskId[]>;
  owe(id: TaskId): Promise<void>;
  settleOwed(id: TaskId): Promise<void>;
};

const REFUSAL_SECONDS = 24 * 60 * 60;
const REPAIR_SECONDS = 5 * 60;

export function taskMemory({ redis, key }: MemoryKeys): TaskMemory {
  return {
    wasRefused: (id) => orRedisError(async () => (await redis.exists(key(`refused:${id}`))) === 1),
    rememberRefusal: (id) =>
      orRedisError(async () => void (await redis.set(key(`refused:${id}`), '1', 'EX', REFUSAL_SECONDS))),
    isDueAgain: (what) =>
      orRedisError(
        async () => (await redis.set(key(`repair:${what}`), '1', 'EX', REPAIR_SECONDS, 'NX')) === 'OK',
      ),
    owed: () => orRedisError(() => redis.smembers(key('owed'))),
    owe: (id) => orRedisError(async () => void (await redis.sadd(key('owed'), id))),
    settleOwed: (id) => orRedisError(async () => void (await redis.srem(key('owed'), id))),
  };
}
