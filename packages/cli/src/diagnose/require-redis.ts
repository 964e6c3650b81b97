import type { Config } from '@opencode-commander/config';
import { ok, type Requirement, redisReachability, trouble, type Verdict } from '@opencode-commander/host';
import { checkStoreVersion, connectRedis, RedisError, startEmbeddedRedis } from '@opencode-commander/queue';

/** The configured Redis can be used, or a server of our own can be started; neither has a store of a newer version. */
export function redisServer(config: Ours): Requirement {
  const { url, prefix, allowVolatile } = config.redis;
  if (url !== null) return redisReachability(url.reveal(), { prefix, allowVolatile });
  return { name: 'Redis', check: () => tryEmbedded(config) };
}

type Ours = Pick<Config, 'redis' | 'dataDir' | 'runDir'>;

async function tryEmbedded({ redis, dataDir, runDir }: Ours): Promise<Verdict> {
  try {
    const server = await startEmbeddedRedis({ dataDir, runDir });
    try {
      await checkStore(server.url, redis.prefix);
    } finally {
      await server.stop();
    }
    return ok(server.owned ? 'a server of our own can be started' : 'a server of our own runs');
  } catch (error) {
    if (error instanceof RedisError) return trouble(error.message, null);
    throw error;
  }
}

async function checkStore(url: string, prefix: string): Promise<void> {
  const redis = await connectRedis({ url, role: 'producer' });
  await checkStoreVersion({ redis, prefix }).finally(() => redis.disconnect());
}
