import { Redis, type RedisOptions } from 'ioredis';
import { type RedisAddress, readRedisUrl } from './redis-address.ts';
import { RedisError } from './redis-error.ts';

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
  // BullMQ's workers block, so that neither a retry limit nor a command timeout may apply.
  worker: { maxRetriesPerRequest: null },
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS },
};

/**
 * A connection to Redis that answers and never evicts keys; the caller ends it with `disconnect()`.
 * Throws RedisError: unreachable, refused (password), or an eviction policy other than `noeviction`.
 */
export async function connectRedis({ url, role, onError }: ConnectRedisOptions): Promise<Redis> {
  const address = readRedisUrl(url);
  const state: { connected: boolean; error: Error | null } = { connected: false, error: null };
  const redis = new Redis({
    ...address.options,
    ...ROLE_OPTIONS[role],
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAlive: 30_000,
    retryStrategy: (times) => (state.connected ? Math.min(50 * 2 ** times, MAX_RECONNECT_DELAY_MS) : null),
  });
  redis.on('error', (error: Error) => {
    if (state.connected) onError?.(connectionError(address, error));
    else state.error = error;
  });
  try {
    await redis.connect().catch((error: Error) => {
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

/** A Redis that evicts keys loses tasks without a word; BullMQ only warns. */
async function refuseEviction(redis: Redis, address: RedisAddress): Promise<void> {
  const memory = await redis.info('memory').catch((error: Error) => {
    throw connectionError(address, error);
  });
  const line = memory.split('\r\n').find((text) => text.startsWith('maxmemory_policy:'));
  const policy = line?.slice('maxmemory_policy:'.length) ?? 'noeviction';
  if (policy === 'noeviction') return;
  throw new RedisError(
    `Redis at ${address.shown} may evict keys (maxmemory-policy ${policy}) and would lose tasks: ` +
      `run ${address.cli} config set maxmemory-policy noeviction`,
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start Redis, or leave redis.url out to use the embedded one',
  ENOENT: 'there is no such socket; start Redis, or leave redis.url out to use the embedded one',
  EACCES: 'this user may not open the socket',
  ENOTFOUND: 'the host name is unknown',
  ETIMEDOUT: 'it does not answer',
  WRONGPASS: 'the user name or password is wrong',
  NOAUTH: 'it wants a password; write it into redis.url',
  NOPERM: 'this user may not run the commands that are needed',
};

function connectionError({ shown }: RedisAddress, error: Error & { code?: string }): RedisError {
  // A reply error's code is the first word of its text (RESP specification, "simple errors").
  const code = error.code ?? error.message.split(' ', 1)[0] ?? '';
  // ioredis hangs the command on its errors, and AUTH's arguments are the password: keep only the text.
  const cause = new Error(error.message);
  return new RedisError(`Cannot use Redis at ${shown}: ${CAUSES[code] ?? error.message}`, { cause });
}
