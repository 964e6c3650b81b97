import { once } from 'node:events';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { connectionError, firstConnectionError } from './connection-error.ts';
import { heedRefusedPassword } from './heed-refused-password.ts';
import { type RedisAddress, readRedisUrl } from './redis-address.ts';
import type { RedisConnection } from './redis-connection.ts';
import { codeOf, type RedisError } from './redis-error.ts';
import { requireUsable } from './require-usable.ts';

/** What a connection is for: producers fail fast while Redis is away, workers wait until it is back. */
export type RedisRole = 'worker' | 'producer';

export type ConnectRedisOptions = {
  /** See `readRedisUrl`. */
  url: string;
  role: RedisRole;
  /** Hears of every later connection error; the connection keeps trying by itself. */
  onError?: (error: RedisError) => void;
  /** Gives up connecting; what is connected stays. */
  signal?: AbortSignal;
};

const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 10_000;
const MAX_RECONNECT_DELAY_MS = 2_000;

const ROLE_OPTIONS: Record<RedisRole, RedisOptions> = {
  // Workers block, for up to 5 s, so that neither a retry limit nor a command timeout may apply.
  worker: { maxRetriesPerRequest: null, socketTimeout: 8_000 },
  producer: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: 5_000,
  },
};

/**
 * A connection to Redis that answers and never evicts keys; the caller ends it with `disconnect()`. A peer that says
 * nothing to a command for some seconds is given up for a new connection.
 * Throws RedisError: unreachable (RedisAwayError), refused (password), a replica, without the database that is asked for, or an eviction policy
 * other than `noeviction`; RedisAddressError for an address that cannot be read.
 */
export async function connectRedis(options: ConnectRedisOptions): Promise<RedisConnection> {
  const { url, role, onError, signal } = options;
  const address = readRedisUrl(url);
  const state: { connected: boolean; error: Error | null } = { connected: false, error: null };
  const redis = create(address, role, (times) =>
    state.connected ? Math.min(50 * 2 ** times, MAX_RECONNECT_DELAY_MS) : null,
  );
  redis.on('error', (error: Error) => {
    if (state.connected) onError?.(connectionError(address, error));
    // What comes after an answer that is none of Redis' tells only of its end.
    else if (state.error?.name !== 'ParserError') state.error = error;
  });
  const giveUp = () => redis.disconnect();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await connected(redis).catch((error: Error) => {
      throw firstConnectionError(address, state.error ?? error);
    });
    await requireUsable(redis, address);
  } catch (error) {
    redis.disconnect();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  state.connected = true;
  return redis;
}

/** A cluster that has been reached need not be able to answer. */
async function connected(redis: RedisConnection): Promise<void> {
  await redis.connect();
  if (redis.status === 'ready') return;
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(redis, 'end', { signal }).then(() => {
    throw new Error('CLUSTERDOWN');
  });
  try {
    await Promise.race([once(redis, 'ready', { signal }), ended]);
  } finally {
    ended.catch(() => undefined);
    waiting.abort();
  }
}

type Retry = (times: number) => number | null;

function create(address: RedisAddress, role: RedisRole, retry: Retry): RedisConnection {
  const options = {
    ...address.options,
    ...ROLE_OPTIONS[role],
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 30_000,
    // After a failover we may still talk to the old master.
    reconnectOnError: (error: Error) => codeOf(error) === 'READONLY',
  };
  if (address.nodes === undefined)
    return heedRefusedPassword(new Redis({ ...options, retryStrategy: retry, sentinelRetryStrategy: retry }));
  const { enableOfflineQueue = true, lazyConnect, ...redisOptions } = options;
  return new Cluster(address.nodes, {
    ...{ enableOfflineQueue, lazyConnect, redisOptions },
    clusterRetryStrategy: retry,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
  });
}
