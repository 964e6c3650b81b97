import { type Task, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import type { RedisError } from '../redis/redis-error.ts';
import { readHash } from './read-hash.ts';
import { keyPrefix } from './store-keys.ts';
import { threadKey } from './thread-key.ts';

export const pullLinkSchema = z.object({
  repoId: z.number().int(),
  /** Of the pull request. */
  number: z.number().int().positive(),
  nodeId: z.string(),
  /** The issue's own task, not that of a follow-up. */
  taskId: taskIdSchema,
});
/** An open pull request of ours and the task it came from. */
export type PullLink = z.infer<typeof pullLinkSchema>;

/** The pull requests that are watched. */
export type PullIndex = {
  /** Watches a pull request; again is the same. */
  linkPull(link: PullLink): Promise<void>;
  unlinkPull(pull: Pick<PullLink, 'repoId' | 'number'>): Promise<void>;
  /** One that cannot be read is made anew from its task's record, or is left out. */
  pulls(): Promise<PullLink[]>;
};

export type PullIndexOptions = Keyspace & {
  completed: () => Promise<Task[]>;
  /** Hears of links that cannot be read. */
  onCorrupt: (error: RedisError) => void;
};

export function createPullIndex({ redis, prefix, completed, onCorrupt }: PullIndexOptions): PullIndex {
  const key = `${keyPrefix(prefix)}:pulls`;
  const linkPull = async (link: PullLink) => {
    await redis.hset(key, threadKey(link), JSON.stringify(pullLinkSchema.parse(link)));
  };
  const pulls = async () => {
    const made: PullLink[] = [];
    const remake = async (error: RedisError, field: string) => {
      onCorrupt(error);
      const link = (await completed()).flatMap(linkOf).find((one) => threadKey(one) === field);
      if (link === undefined) return;
      await linkPull(link);
      made.push(link);
    };
    const links = await readHash({ redis, key, schema: pullLinkSchema, onCorrupt: remake });
    return [...links.values(), ...made];
  };
  return {
    linkPull: (link) => orRedisError(() => linkPull(link)),
    unlinkPull: (pull) =>
      orRedisError(async () => {
        await redis.hdel(key, threadKey(pull));
      }),
    pulls: () => orRedisError(pulls),
  };
}

function linkOf({ id, round, source, pull }: Task): PullLink[] {
  if (round > 0 || pull?.state !== 'open') return [];
  return [{ repoId: source.repoId, number: pull.number, nodeId: pull.nodeId, taskId: id }];
}
