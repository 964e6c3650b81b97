import type { Redis } from 'ioredis';
import { orRedisError } from './or-redis-error.ts';
import { readRedisUrl } from './redis-address.ts';
import { type RedisConnection, writableNodes } from './redis-connection.ts';
import { RedisError } from './redis-error.ts';
import { readInfo } from './redis-info.ts';

export type PersistenceOptions = {
  /** Where it is, for the error. */
  url: string;
  /** `redis.allow_volatile`: whoever set it knows what is lost. */
  allowVolatile: boolean;
  /** Hears that it cannot be known. */
  warn: (error: RedisError) => void;
};

/** What a server says of how it keeps its data; null where it does not say, or may not be asked. */
export type Persistence = { appendOnly: boolean | null; snapshots: boolean | null };

/** Throws RedisError for a Redis that keeps nothing on disk, unless it is allowed. Snapshots alone are enough. */
export async function requirePersistence(
  redis: RedisConnection,
  { url, allowVolatile, warn }: PersistenceOptions,
): Promise<void> {
  if (allowVolatile) return;
  const { shown, cli } = readRedisUrl(url);
  const found = await orRedisError(() => Promise.all(writableNodes(redis).map(readPersistence)));
  const verdicts = found.map(judgePersistence);
  const mend = `run ${cli} config set appendonly yes (and write it into redis.conf)`;
  if (verdicts.includes('volatile'))
    throw new RedisError(
      `Redis at ${shown} keeps nothing on disk and would lose all tasks when it ends: ${mend}, ` +
        'or set redis.allow_volatile = true',
    );
  if (verdicts.includes('unknown'))
    warn(
      new RedisError(
        `Redis at ${shown} does not tell whether it keeps its data on disk: see to it that it does`,
      ),
    );
}

/** What can be said of it. */
export function judgePersistence({ appendOnly, snapshots }: Persistence): 'kept' | 'volatile' | 'unknown' {
  if (appendOnly || snapshots) return 'kept';
  return appendOnly === false && snapshots === false ? 'volatile' : 'unknown';
}

export async function readPersistence(node: Redis): Promise<Persistence> {
  const appendOnly = (await readInfo(node, 'persistence')).get('aof_enabled');
  // Managed servers forbid CONFIG.
  const save = await node.config('GET', 'save').catch(nullIfRefused);
  return {
    appendOnly: appendOnly === undefined ? null : appendOnly === '1',
    snapshots: Array.isArray(save) && typeof save[1] === 'string' ? save[1] !== '' : null,
  };
}

/** ioredis calls an error that the server replied with so. */
function nullIfRefused(error: Error): null {
  if (error.name === 'ReplyError') return null;
  throw error;
}
