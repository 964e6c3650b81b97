import type { RedisError } from '@opencode-commander/queue';
import type { MemoryKeys } from './memory-keys.ts';
import { type PositionMemory, positionMemory } from './position-memory.ts';
import { type PullMemory, pullMemory } from './pull-memory.ts';
import { type SeenMemory, seenMemory } from './seen-memory.ts';
import { type TaskMemory, taskMemory } from './task-memory.ts';
import { type ThreadMemory, threadMemory } from './thread-memory.ts';
import { type WatchMemory, watchMemory } from './watch-memory.ts';

/**
 * What pollers remember between ticks, in Redis, shared by all of them. Losing it costs requests and, at worst, a second
 * look at what was dealt with: what cannot be read is removed. Everything throws RedisError when Redis is away.
 */
export type PollerMemory = WatchMemory & ThreadMemory & SeenMemory & PullMemory & TaskMemory & PositionMemory;

export type PollerMemoryOptions = Pick<MemoryKeys, 'redis'> & {
  prefix: string;
  /** Hears of what was removed because it cannot be read. */
  onCorrupt?: (error: RedisError) => void;
};

export function createPollerMemory({
  redis,
  prefix,
  onCorrupt = () => undefined,
}: PollerMemoryOptions): PollerMemory {
  // The store's hash tag, so that a Redis Cluster holds all of an installation together.
  const keys: MemoryKeys = { redis, key: (name) => `{${prefix}}:poller:${name}`, onCorrupt };
  const watch = watchMemory(keys);
  return {
    ...watch,
    ...threadMemory(keys, watch),
    ...seenMemory(keys),
    ...pullMemory(keys),
    ...taskMemory(keys),
    ...positionMemory(keys),
  };
}
