import { setTimeout as delay } from 'node:timers/promises';
import type { ProxyMode } from '../redis/fault-proxy.ts';
import { type FaultOf, type FaultSite, forAWhile } from './fault-site.ts';

type RedisFault = FaultOf<
  | 'redis_kill'
  | 'redis_restart'
  | 'redis_partition'
  | 'redis_half_open'
  | 'redis_slow'
  | 'redis_cut'
  | 'redis_full'
  | 'redis_flush'
  | 'redis_aof_cut'
>;

export function injectRedisFault(site: FaultSite, fault: RedisFault): Promise<boolean> {
  return site.world.redis.inTurn(() => injectNext(site, fault));
}

async function injectNext(site: FaultSite, fault: RedisFault): Promise<boolean> {
  const { redis, proxy } = site.world;
  switch (fault.kind) {
    case 'redis_kill':
      await redis.restart('SIGKILL', async () => {
        await delay(fault.ms, undefined, { signal: site.signal }).catch(() => undefined);
      });
      return true;
    case 'redis_restart':
      await redis.restart('SIGTERM');
      return true;
    case 'redis_aof_cut':
      await redis.restart('SIGKILL', () => redis.cutFile(fault.bytes));
      return true;
    case 'redis_flush':
      await redis.client.flushall();
      return true;
    case 'redis_cut':
      proxy.cut();
      return true;
    case 'redis_full':
      return forAWhile(site, fault.ms, {
        begin: async () => void (await redis.client.config('SET', 'maxmemory', '1mb')),
        heal: async () => void (await redis.client.config('SET', 'maxmemory', '0')),
      });
    case 'redis_partition':
    case 'redis_half_open':
    case 'redis_slow':
      return forAWhile(site, fault.ms, {
        begin: () => proxy.set(MODES[fault.kind]),
        heal: () => proxy.set('open'),
      });
  }
}

const MODES = {
  redis_partition: 'partition',
  redis_half_open: 'half_open',
  redis_slow: 'slow',
} as const satisfies Record<string, ProxyMode>;
