import type { Redis } from 'ioredis';

/** Where a part of the memory keeps its things. */
export type MemoryKeys = { redis: Redis; key: (name: string) => string };
