import type { Place } from '@opencode-commander/queue';

/** Where a part of the memory keeps its things. */
export type MemoryKeys = { redis: Place['redis']; key: (name: string) => string };
