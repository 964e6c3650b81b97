import type { Keyspace, RedisError } from '@opencode-commander/queue';

/** Where a part of the memory keeps its things. */
export type MemoryKeys = {
  redis: Keyspace['redis'];
  key: (name: string) => string;
  /** Hears of what cannot be read; it is removed. */
  onCorrupt: (error: RedisError) => void;
};
