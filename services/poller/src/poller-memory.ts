import { orRedisError } from '@opencode-commander/queue';
import type { TaskId } from '@opencode-commander/task';
import type { Redis } from 'ioredis';

/**
 * What pollers remember between ticks, in Redis, shared by all of them. Losing it costs requests, no correctness.
 * Everything throws RedisError when Redis is away.
 */
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
  /** Whether it was a poller that cancelled the task at that instant, its issue no longer asking; people's cancellations stay. */
  wasWithdrawn(id: TaskId, at: string): Promise<boolean>;
  /** A poller is about to cancel the task as of `at`, an ISO instant. */
  rememberWithdrawal(id: TaskId, at: string): Promise<void>;
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
    ...repositoryMemory(redis, key),
    ...taskMemory(redis, key),
    ...withdrawalMemory(redis, key),
    isPaused: () => orRedisError(async () => (await redis.exists(key('pause'))) === 1),
    pause: (forMs) =>
      orRedisError(
        async () => void (await redis.set(key('pause'), '1', 'PX', Math.max(1, Math.ceil(forMs)))),
      ),
  };
}

type Key = (name: string) => string;

function repositoryMemory(redis: Redis, key: Key) {
  return {
    repositories: () => orRedisError(() => redis.smembers(key('repositories'))),
    rememberRepositories: (fullNames) =>
      orRedisError(async () => {
        if (fullNames.length > 0) await redis.sadd(key('repositories'), ...fullNames);
      }),
    forgetRepository: (fullName) =>
      orRedisError(async () => void (await redis.srem(key('repositories'), fullName))),
    labelsOf: (repoId) => orRedisError(() => redis.hget(key('labels'), `${repoId}`)),
    rememberLabels: (repoId, version) =>
      orRedisError(async () => void (await redis.hset(key('labels'), `${repoId}`, version))),
  } satisfies Partial<PollerMemory>;
}

function taskMemory(redis: Redis, key: Key) {
  return {
    wasRefused: (id) => orRedisError(async () => (await redis.exists(key(`refused:${id}`))) === 1),
    rememberRefusal: (id) =>
      orRedisError(async () => void (await redis.set(key(`refused:${id}`), '1', 'EX', REFUSAL_SECONDS))),
    isLabelled: (id) => orRedisError(async () => (await redis.sismember(key('labelled'), id)) === 1),
    rememberLabelled: (id) => orRedisError(async () => void (await redis.sadd(key('labelled'), id))),
    keepLabelled: (ids) =>
      orRedisError(async () => {
        const gone = (await redis.smembers(key('labelled'))).filter((id) => !ids.includes(id));
        if (gone.length > 0) await redis.srem(key('labelled'), ...gone);
      }),
    positions: () =>
      orRedisError(async () => {
        const entries = Object.entries(await redis.hgetall(key('position')));
        return new Map(entries.map(([id, position]) => [id, Number(position)]));
      }),
    rememberPosition: (id, position) =>
      orRedisError(async () => {
        if (position === null) await redis.hdel(key('position'), id);
        else await redis.hset(key('position'), id, `${position}`);
      }),
    mayRepair: (id) =>
      orRedisError(
        async () => (await redis.set(key(`repair:${id}`), '1', 'EX', REPAIR_SECONDS, 'NX')) === 'OK',
      ),
  } satisfies Partial<PollerMemory>;
}

/** The instants of a task's withdrawals: two pollers may be at it at once, and only one of the two cancels it. */
function withdrawalMemory(redis: Redis, key: Key) {
  const of = (id: TaskId) => key(`withdrawn:${id}`);
  return {
    wasWithdrawn: (id, at) => orRedisError(async () => (await redis.sismember(of(id), at)) === 1),
    rememberWithdrawal: (id, at) =>
      orRedisError(async () => {
        await redis.multi().sadd(of(id), at).expire(of(id), WITHDRAWAL_SECONDS).exec();
      }),
    forgetWithdrawal: (id) => orRedisError(async () => void (await redis.del(of(id)))),
  } satisfies Partial<PollerMemory>;
}
