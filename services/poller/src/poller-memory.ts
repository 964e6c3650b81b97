import type { TaskId } from '@opencode-commander/task';
import type { Redis } from 'ioredis';

/** What pollers remember between ticks, in Redis, shared by all of them. Losing it costs requests, no correctness. */
export type PollerMemory = {
  /** Full names of repositories that had the topic. */
  repositories(): Promise<string[]>;
  rememberRepositories(fullNames: readonly string[]): Promise<void>;
  forgetRepository(fullName: string): Promise<void>;
  /** Which set of labels was created in a repository. */
  labelsOf(repoId: number): Promise<string | null>;
  rememberLabels(repoId: number, version: string): Promise<void>;
  wasRefused(id: TaskId): Promise<boolean>;
  rememberRefusal(id: TaskId): Promise<void>;
  /** Whether the queued task was seen with a trigger label on its issue. */
  isLabelled(id: TaskId): Promise<boolean>;
  rememberLabelled(id: TaskId): Promise<void>;
  /** Forgets that of all tasks but these. */
  keepLabelled(ids: readonly TaskId[]): Promise<void>;
  /** Whether a poller cancelled the task because its issue no longer asked for it; people's cancellations stay. */
  wasWithdrawn(id: TaskId): Promise<boolean>;
  rememberWithdrawal(id: TaskId): Promise<void>;
  forgetWithdrawal(id: TaskId): Promise<void>;
  /** The position that each queued task's status comment shows. */
  positions(): Promise<Map<TaskId, number>>;
  /** null: the comment shows none. */
  rememberPosition(id: TaskId, position: number | null): Promise<void>;
  /** True once in some minutes: what the outbox has not written yet is not asked for at every tick. */
  mayRepair(id: TaskId): Promise<boolean>;
  /** Whether GitHub asked for a pause that is not over. */
  isPaused(): Promise<boolean>;
  pause(forMs: number): Promise<void>;
};

const REFUSAL_SECONDS = 24 * 60 * 60;
const REPAIR_SECONDS = 5 * 60;
const WITHDRAWAL_SECONDS = 30 * 24 * 60 * 60;

export function createPollerMemory({ redis, prefix }: { redis: Redis; prefix: string }): PollerMemory {
  // The store's hash tag, so that a Redis Cluster holds all of an installation together.
  const key = (name: string) => `{${prefix}}:poller:${name}`;
  return {
    repositories: () => redis.smembers(key('repositories')),
    async rememberRepositories(fullNames) {
      if (fullNames.length > 0) await redis.sadd(key('repositories'), ...fullNames);
    },
    async forgetRepository(fullName) {
      await redis.srem(key('repositories'), fullName);
    },
    labelsOf: (repoId) => redis.hget(key('labels'), `${repoId}`),
    async rememberLabels(repoId, version) {
      await redis.hset(key('labels'), `${repoId}`, version);
    },
    wasRefused: async (id) => (await redis.exists(key(`refused:${id}`))) === 1,
    async rememberRefusal(id) {
      await redis.set(key(`refused:${id}`), '1', 'EX', REFUSAL_SECONDS);
    },
    isLabelled: async (id) => (await redis.sismember(key('labelled'), id)) === 1,
    async rememberLabelled(id) {
      await redis.sadd(key('labelled'), id);
    },
    async keepLabelled(ids) {
      const gone = (await redis.smembers(key('labelled'))).filter((id) => !ids.includes(id));
      if (gone.length > 0) await redis.srem(key('labelled'), ...gone);
    },
    wasWithdrawn: async (id) => (await redis.exists(key(`withdrawn:${id}`))) === 1,
    async rememberWithdrawal(id) {
      await redis.set(key(`withdrawn:${id}`), '1', 'EX', WITHDRAWAL_SECONDS);
    },
    async forgetWithdrawal(id) {
      await redis.del(key(`withdrawn:${id}`));
    },
    async positions() {
      const entries = Object.entries(await redis.hgetall(key('position')));
      return new Map(entries.map(([id, position]) => [id, Number(position)]));
    },
    async rememberPosition(id, position) {
      if (position === null) await redis.hdel(key('position'), id);
      else await redis.hset(key('position'), id, `${position}`);
    },
    mayRepair: async (id) => (await redis.set(key(`repair:${id}`), '1', 'EX', REPAIR_SECONDS, 'NX')) === 'OK',
    isPaused: async () => (await redis.exists(key('pause'))) === 1,
    async pause(forMs) {
      await redis.set(key('pause'), '1', 'PX', Math.max(1, Math.ceil(forMs)));
    },
  };
}
