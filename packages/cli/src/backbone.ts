import type { Config } from '@opencode-commander/config';
import { connectGitHub, type GitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  type Queues,
  startEmbeddedRedis,
  type TaskStore,
} from '@opencode-commander/queue';
import type { ReleaseStack } from '@opencode-commander/service';
import type { Redis } from 'ioredis';

/** What the services and most commands stand on. */
export type Backbone = {
  redisUrl: string;
  /** A redis-server that this process started, else null. */
  redisPid: number | null;
  redis: Redis;
  store: TaskStore;
  queues: Queues;
  github: GitHub;
};

type Surroundings = { stack: ReleaseStack; warn: (error: Error) => void };

/** Connects to Redis, starting the embedded one where none is configured, and prepares GitHub. Throws RedisError. */
export async function openBackbone(config: Config, { stack, warn }: Surroundings): Promise<Backbone> {
  const { url: redisUrl, pid: redisPid } = await findRedis(config, stack);
  const redis = await connectRedis({ url: redisUrl, role: 'producer', onError: warn });
  stack.defer('the connection to Redis', () => redis.disconnect());
  const { prefix } = config.redis;
  const queues = createQueues({ redis, prefix, onError: warn });
  stack.defer('the queues', () => queues.close());
  const store = createTaskStore({ redis, prefix });
  return { redisUrl, redisPid, redis, store, queues, github: openGitHub(config) };
}

async function findRedis({ redis, dataDir, runDir }: Config, stack: ReleaseStack) {
  if (redis.url !== null) return { url: redis.url.reveal(), pid: null };
  const server = await startEmbeddedRedis({ dataDir, runDir });
  stack.defer('the embedded Redis', () => server.stop());
  return server;
}

function openGitHub({ github, markerKey }: Config): GitHub {
  return connectGitHub({ ...github, markerKey: markerKey.reveal() });
}
