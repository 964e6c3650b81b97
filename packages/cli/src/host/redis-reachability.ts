import { connectRedis, RedisError } from '@opencode-commander/queue';
import { ok, type Requirement, trouble, type Verdict } from './requirement.ts';

/** The Redis of `url` answers and keeps what it is given; null is the server we start ourselves. */
export function redisReachability(url: string | null): Requirement {
  return {
    name: 'Redis',
    check: async () => (url === null ? ok('a server of our own, started when needed') : check(url)),
  };
}

async function check(url: string): Promise<Verdict> {
  try {
    const redis = await connectRedis({ url, role: 'producer' });
    redis.disconnect();
    return ok('answers, and never evicts keys');
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return trouble(error.message, {
      advice: 'or leave out redis.url: then commander runs a server of its own',
    });
  }
}
