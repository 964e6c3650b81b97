import type { Config } from '@opencode-commander/config';
import { RedisError, startEmbeddedRedis } from '@opencode-commander/queue';
import { ok, type Requirement, trouble, type Verdict } from '../host/index.ts';
import { redisReachability } from '../host/redis-reachability.ts';

/** The configured Redis answers and evicts nothing, or a server of our own can be started. */
export function redisServer(config: Pick<Config, 'redis' | 'dataDir' | 'runDir'>): Requirement {
  const { url, allowVolatile } = config.redis;
  if (url !== null) return redisReachability(url.reveal(), allowVolatile);
  return { name: 'Redis', check: () => tryEmbedded(config) };
}

async function tryEmbedded({ dataDir, runDir }: Pick<Config, 'dataDir' | 'runDir'>): Promise<Verdict> {
  try {
    const server = await startEmbeddedRedis({ dataDir, runDir });
    await server.stop();
    return ok(server.owned ? 'a server of our own can be started' : 'a server of our own runs');
  } catch (error) {
    // The message says what to do.
    if (error instanceof RedisError) return trouble(error.message, { packages: {} });
    throw error;
  }
}
