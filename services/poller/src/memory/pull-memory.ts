import { orRedisError, type PullLink } from '@opencode-commander/queue';
import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import { readText } from './read-text.ts';
import type { MemoryKeys } from './redis-keys.ts';
import { HANDLED_SECONDS } from './thread-memory.ts';

export type PullMemory = {
  /** A pull request of ours that has ended and is watched no more; null when it is none. */
  endedPull(place: Pick<PullLink, 'repoId' | 'number'>): Promise<PullLink | null>;
  rememberEndedPull(link: PullLink): Promise<void>;
};

const endedSchema = z.object({
  repoId: z.number().int(),
  number: z.number().int().positive(),
  nodeId: z.string(),
  taskId: taskIdSchema,
});

export function pullMemory(keys: MemoryKeys): PullMemory {
  const { redis, key } = keys;
  const keyOf = ({ repoId, number }: Pick<PullLink, 'repoId' | 'number'>) => key(`ended:${repoId}#${number}`);
  return {
    endedPull: (place) => orRedisError(() => readText(keys, keyOf(place), endedSchema)),
    rememberEndedPull: (link) =>
      orRedisError(
        async () => void (await redis.set(keyOf(link), JSON.stringify(link), 'EX', HANDLED_SECONDS)),
      ),
  };
}
