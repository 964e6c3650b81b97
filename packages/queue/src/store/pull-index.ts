import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Place } from '../place.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from './store-keys.ts';

const linkSchema = z.object({
  repoId: z.number().int(),
  /** Of the pull request. */
  number: z.number().int().positive(),
  nodeId: z.string(),
  /** The issue's own task, not that of a follow-up. */
  taskId: taskIdSchema,
});
/** An open pull request of ours and the task it came from. */
export type PullLink = z.infer<typeof linkSchema>;

/** The pull requests that are watched. */
export type PullIndex = {
  /** Watches a pull request; again is the same. */
  linkPull(link: PullLink): Promise<void>;
  unlinkPull(pull: Pick<PullLink, 'repoId' | 'number'>): Promise<void>;
  pulls(): Promise<PullLink[]>;
};

export function createPullIndex({ redis, prefix }: Place): PullIndex {
  const key = `${keyPrefix(prefix)}:pulls`;
  return {
    linkPull: (link) =>
      orRedisError(async () => {
        await redis.hset(key, fieldOf(link), JSON.stringify(linkSchema.parse(link)));
      }),
    unlinkPull: (pull) =>
      orRedisError(async () => {
        await redis.hdel(key, fieldOf(pull));
      }),
    pulls: () =>
      orRedisError(async () => {
        const links = await redis.hvals(key);
        return links.map((text) => linkSchema.parse(JSON.parse(text)));
      }),
  };
}

/** By the repository's id: it may be renamed. */
function fieldOf({ repoId, number }: Pick<PullLink, 'repoId' | 'number'>): string {
  return `${repoId}#${number}`;
}
