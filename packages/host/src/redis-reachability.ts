import { checkStoreVersion, connectRedis, RedisError, requirePersistence } from '@opencode-commander/queue';
import { ok, type Requirement, trouble, type Verdict } from './requirement.ts';

type Options = {
  /** Where the store is, which may be there already. */
  prefix: string;
  allowVolatile?: boolean;
};

/** The Redis of `url` answers, keeps what it is given, and has no store of a newer version; null is the server we start ourselves. */
export function redisReachability(url: string | null, options: Options): Requirement {
  return {
    name: 'Redis',
    check: async () => (url === null ? ok('a server of our own, started when needed') : check(url, options)),
  };
}

async function check(url: string, { prefix, allowVolatile = false }: Options): Promise<Verdict> {
  const doubts: RedisError[] = [];
  try {
    const redis = await connectRedis({ url, role: 'producer' });
    try {
      await requirePersistence(redis, { url, allowVolatile, warn: (error) => void doubts.push(error) });
      await checkStoreVersion({ redis, prefix });
    } finally {
      redis.disconnect();
    }
    const [doubt] = doubts;
    if (doubt) return ok(`answers, and never evicts keys; ${doubt.message}`);
    return ok(`answers, never evicts keys, and ${allowVolatile ? 'may forget' : 'keeps'} what it is given`);
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return trouble(error.message, null);
  }
}
