import { once } from 'node:events';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { type RedisAddress, readRedisUrl } from './redis-address.ts';
import { type RedisConnection, writableNodes } from './redis-connection.ts';
import { RedisError } from './redis-error.ts';
import { readInfo } from './redis-info.ts';

/** What a connection is for: producers fail fast while Redis is away, workers wait until it is back. */
export type RedisRole = 'worker' | 'producer';

export type ConnectRedisOptions = {
  /** See `readRedisUrl`. */
  url: string;
  role: RedisRole;
  /** Hears of every later connection error; the connection keeps trying by itself. */
  onError?: (error: RedisError) => void;
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
 * Throws RedisError: unreachable, refused (password), or an eviction policy other than `noeviction`.
 */
export async function connectRedis({ url, role, onError }: ConnectRedisOptions): Promise<RedisConnection> {
  const address = readRedisUrl(url);
  const state: { connected: boolean; error: Error | null } = { connected: false, error: null };
  const redis = create(address, role, (times) =>
    state.connected ? Math.min(50 * 2 ** times, MAX_RECONNECT_DELAY_MS) : null,
  );
  redis.on('error', (error: Error) => {
    if (state.connected) onError?.(connectionError(address, error));
    else state.error = error;
  });
  try {
    await connected(redis).catch((error: Error) => {
      throw connectionError(address, state.error ?? error);
    });
    await refuseEviction(redis, address);
  } catch (error) {
    redis.disconnect();
    throw error;
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
    return new Redis({ ...options, retryStrategy: retry, sentinelRetryStrategy: retry });
  const { enableOfflineQueue = true, lazyConnect, ...redisOptions } = options;
  return new Cluster(address.nodes, {
    ...{ enableOfflineQueue, lazyConnect, redisOptions },
    clusterRetryStrategy: retry,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
  });
}

/** A Redis that evicts keys loses tasks without a word; BullMQ only warns. */
async function refuseEviction(redis: RedisConnection, address: RedisAddress): Promise<void> {
  for (const node of writableNodes(redis)) {
    const memory = await readInfo(node, 'memory').catch((error: Error) => {
      throw connectionError(address, error);
    });
    const policy = memory.get('maxmemory_policy') ?? 'noeviction';
    if (policy === 'noeviction') continue;
    throw new RedisError(
      `Redis at ${address.shown} may evict keys (maxmemory-policy ${policy}) and would lose tasks: ` +
        `run ${address.cli} config set maxmemory-policy noeviction`,
    );
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start Redis, or leave redis.url out to use the embedded one',
  ENOENT: 'there is no such socket; start Redis, or leave redis.url out to use the embedded one',
  EACCES: 'this user may not open the socket',
  ENOTFOUND: 'the host name is unknown',
  ETIMEDOUT: 'it does not answer',
  WRONGPASS: 'the user name or password is wrong',
  NOAUTH: 'it wants a password; write it into redis.url',
  CLUSTERDOWN: 'the cluster is down: see redis-cli cluster info',
  NOPERM: 'this user may not run the commands that are needed',
};

type NodeFailure = Error & { code?: string; lastNodeError?: Error };

function connectionError({ shown }: RedisAddress, failure: NodeFailure): RedisError {
  // A cluster of which no node answers tells of the last one.
  const error: NodeFailure = failure.lastNodeError ?? failure;
  // ioredis hangs the command on its errors, and AUTH's arguments are the password: keep only the text.
  const cause = new Error(error.message);
  return new RedisError(`Cannot use Redis at ${shown}: ${CAUSES[codeOf(error)] ?? error.message}`, { cause });
}

/** A reply error's code is the first word of its text (RESP specification, "simple errors"). */
function codeOf(error: Error & { code?: string }): string {
  return error.code ?? error.message.split(' ', 1)[0] ?? '';
}
