import { Cluster } from 'ioredis';
import { connectionError } from './connection-error.ts';
import type { RedisAddress } from './redis-address.ts';
import { type RedisConnection, writableNodes } from './redis-connection.ts';
import { RedisError } from './redis-error.ts';
import { readInfo } from './redis-info.ts';

/** Throws RedisError for a Redis without the database that is asked for, one that takes no writes, and one that evicts keys. */
export async function requireUsable(redis: RedisConnection, address: RedisAddress): Promise<void> {
  await requireDatabase(redis, address);
  for (const node of writableNodes(redis)) {
    const info = await Promise.all([readInfo(node, 'replication'), readInfo(node, 'memory')]).catch(
      (error: Error) => {
        throw connectionError(address, error);
      },
    );
    const [replication, memory] = info;
    refuseReplica(replication, address);
    refuseEviction(memory, address);
  }
}

/** Where its own SELECT is refused, ioredis goes on with database 0. */
async function requireDatabase(redis: RedisConnection, address: RedisAddress): Promise<void> {
  const { db = 0 } = address.options;
  if (redis instanceof Cluster || db === 0) return;
  await redis.select(db).catch((error: Error) => {
    if (error.name !== 'ReplyError') throw connectionError(address, error);
    throw new RedisError(
      `Redis at ${address.shown} has no database ${db} (${error.message}): choose another one in redis.url`,
    );
  });
}

function refuseReplica(replication: ReadonlyMap<string, string>, { shown }: RedisAddress): void {
  if (replication.get('role') !== 'slave' || replication.get('slave_read_only') === '0') return;
  const master = `${replication.get('master_host')}:${replication.get('master_port')}`;
  throw new RedisError(
    `Redis at ${shown} is a replica that takes no writes: write the address of its master, ${master}, into redis.url`,
  );
}

/** A Redis that evicts keys loses tasks without a word; BullMQ only warns. */
function refuseEviction(memory: ReadonlyMap<string, string>, { shown, cli }: RedisAddress): void {
  const policy = memory.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return;
  throw new RedisError(
    `Redis at ${shown} may evict keys (maxmemory-policy ${policy}) and would lose tasks: ` +
      `run ${cli} config set maxmemory-policy noeviction`,
  );
}
