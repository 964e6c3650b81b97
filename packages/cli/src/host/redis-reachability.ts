import { connectRedis, RedisError, requirePersistence } from '@opencode-commander/queue';
import { ok, type Requirement, trouble, type Verdict } from './requirement.ts';

/** The Redis of `url` answers and keeps what it is given; null is the server we start ourselves. */
export function redisReachability(url: string | null, allowVolatile = false): Requirement {
  return {
    name: 'Redis',
    check: async () =>
      url === null ? ok('a server of our own, started when needed') : check(url, allowVolatile),
  };
}

async function check(url: string, allowVolatile: boolean): Promise<Verdict> {
  const doubts: RedisError[] = [];
  try {
    const redis = await connectRedis({ url, role: 'producer' });
    const options = { url, allowVolatile, warn: (error: RedisError) => void doubts.push(error) };
    await requirePersistence(redis, options).finally(() => redis.disconnect());
    const [doubt] = doubts;
    if (doubt) return ok(`answers, and never evicts keys; ${doubt.message}`);
    return ok(`answers, never evicts keys, and ${allowVolatile ? 'may forget' : 'keeps'} what it is given`);
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return trouble(error.message, {
      advice: 'or leave out redis.url: then commander runs a server of its own',
    });
  }
}
