import { orRedisError } from '@opencode-commander/queue';
import type { TaskId } from '@opencode-commander/task';
import type { MemoryKeys } from './memory-keys.ts';

export type PositionMemory = {
  /** The position that each queued task's status comment shows. */
  positions(): Promise<Map<TaskId, number>>;
  /** null: the comment shows none. */
  rememberPosition(id: TaskId, position: number | null): Promise<void>;
};

export function positionMemory({ redis, key }: MemoryKeys): PositionMemory {
  return {
    positions: () =>
      orRedisError(async () => {
        const entries = Object.entries(await redis.hgetall(key('position')));
        return new Map(entries.map(([id, position]) => [id, Number(position)]));
      }),
    rememberPosition: (id, position) =>
      orRedisError(async () => {
        if (position === null) await redis.hdel(key('position'), id);
        else await redis.hset(key('position'), id, `${position}`);
      }),
  };
}
