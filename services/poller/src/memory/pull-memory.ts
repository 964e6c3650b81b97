import { orRedisError, type PullLink, pullLinkSchema, threadKey } from '@opencode-commander/queue';
import type { MemoryKeys } from './memory-keys.ts';
import { readText } from './read-text.ts';
import { HANDLED_SECONDS } from './thread-memory.ts';

export type PullMemory = {
  /** A pull request of ours that has ended and is watched no more; null when it is none. */
  endedPull(place: Pick<PullLink, 'repoId' | 'number'>): Promise<PullLink | null>;
  rememberEndedPull(link: PullLink): Promise<void>;
};

export function pullMemory(keys: MemoryKeys): PullMemory {
  const { redis, key } = keys;
  const keyOf = (pull: Pick<PullLink, 'repoId' | 'number'>) => key(`ended:${threadKey(pull)}`);
  return {
    endedPull: (place) => orRedisError(() => readText(keys, keyOf(place), pullLinkSchema)),
    rememberEndedPull: (link) =>
      orRedisError(
        async () => void (await redis.set(keyOf(link), JSON.stringify(link), 'EX', HANDLED_SECONDS)),
      ),
  };
}
