import { orRedisError, readHash } from '@opencode-commander/queue';
import { z } from 'zod';
import type { MemoryKeys } from './memory-keys.ts';

const seenSchema = z.object({
  /** What it was like, as text. */
  likeness: z.string(),
  /** When it was first seen so, in ms by our clock. */
  since: z.number(),
  /** It was dealt with so late that all that happened in the second of its last change was there. */
  settled: z.boolean(),
});
export type SeenThing = z.infer<typeof seenSchema>;

export type SeenMemory = {
  /** What each open thing was like when it was last dealt with, by node id. */
  seen(): Promise<Map<string, SeenThing>>;
  rememberSeen(nodeId: string, seen: SeenThing): Promise<void>;
  forgetSeen(nodeIds: readonly string[]): Promise<void>;
};

export function seenMemory({ redis, key, onCorrupt }: MemoryKeys): SeenMemory {
  return {
    seen: () => orRedisError(() => readHash({ redis, key: key('seen'), schema: seenSchema, onCorrupt })),
    rememberSeen: (nodeId, seen) =>
      orRedisError(async () => void (await redis.hset(key('seen'), nodeId, JSON.stringify(seen)))),
    forgetSeen: (nodeIds) =>
      orRedisError(async () => {
        if (nodeIds.length > 0) await redis.hdel(key('seen'), ...nodeIds);
      }),
  };
}
