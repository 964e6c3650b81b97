import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import {
  awaitRedis,
  connectRedis,
  createQueues,
  createTaskStore,
  openStore,
  type Queues,
  type RedisPatience,
  requirePersistence,
  startEmbeddedRedis,
  type TaskStore,
} from '@opencode-commander/queue';
import type { ReleaseStack } from '@opencode-commander/service';
import { openGitHub } from './open-github.ts';

/** What the services and most commands stand on. */
export type Backbone = {
  redisUrl: string;
  /** A redis-server that this process started, else null. */
  redisPid: number | null;
  /** Rejects with RedisError when that server ends while it is in use; else it never settles. */
  redisLost: Promise<never>;
  redis: Queues['redis'];
  store: TaskStore;
  queues: Queues;
  /** Its calls end when the program is interrupted. */
  github: GitHub;
};

type Surroundings = {
  stack: ReleaseStack;
  signal: AbortSignal;
  warn: (error: Error) => void;
  /** Hears the process id of a redis-server of our own as soon as it is started. */
  onChild?: ((pid: number) => void) | undefined;
  /** Whether a redis-server may be started, where none is configured and none runs; true unless given. */
  start?: boolean;
  /** Waits for a Redis that is not there yet; unless given, that is an error at once. */
  patience?: RedisPatience;
};

/** Connects to Redis, starting the embedded one where none is configured, and prepares GitHub. Throws RedisError. */
export async function openBackbone(config: Config, surroundings: Surroundings): Promise<Backbone> {
  const { stack, signal, warn, patience } = surroundings;
  const { url: redisUrl, pid: redisPid, lost: redisLost } = await findRedis(config, surroundings);
  const connection = { url: redisUrl, role: 'producer', onError: warn } as const;
  const redis = await (patience
    ? awaitRedis({ ...connection, ...patience, signal })
    : connectRedis(connection));
  stack.defer('the connection to Redis', () => redis.disconnect());
  const { prefix, allowVolatile } = config.redis;
  await requirePersistence(redis, { url: redisUrl, allowVolatile, warn });
  await openStore({ redis, prefix });
  const queues = createQueues({ redis, prefix, onError: warn });
  stack.defer('the queues', () => queues.close());
  const store = createTaskStore({ redis, prefix, onCorrupt: warn });
  // A person waits at the command that uses it.
  const github = openGitHub(config, { signal, keyspace: queues, urgent: true });
  return { redisUrl, redisPid, redisLost, redis, store, queues, github };
}

async function findRedis(
  { redis, dataDir, runDir }: Config,
  { stack, signal, onChild, start = true }: Surroundings,
): Promise<{ url: string; pid: number | null; lost: Promise<never> }> {
  let onLost: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    onLost = reject;
  });
  // Not every command waits for it.
  lost.catch(() => undefined);
  if (redis.url !== null) return { url: redis.url.reveal(), pid: null, lost };
  const embedded = await startEmbeddedRedis({ dataDir, runDir, signal, onChild, onLost, start });
  const { url, pid, owned, stop } = embedded;
  stack.defer('the embedded Redis', () => stop());
  // Of a server that another process started that process takes care.
  return { url, pid: owned ? pid : null, lost };
}
