import { Cluster, type ClusterOptions, type Redis, type RedisOptions } from 'ioredis';

/** A connection to one server, to the master that sentinels name, or to a cluster. */
export type RedisConnection = Redis | Cluster;

/** A second connection to the same place, with some options of its own. */
export function duplicateConnection(redis: RedisConnection, options: Partial<RedisOptions>): RedisConnection {
  if (!(redis instanceof Cluster)) return redis.duplicate(options);
  const { enableOfflineQueue, lazyConnect, ...ofNodes } = options;
  const ofCluster: ClusterOptions = { redisOptions: { ...redis.options.redisOptions, ...ofNodes } };
  if (enableOfflineQueue !== undefined) ofCluster.enableOfflineQueue = enableOfflineQueue;
  if (lazyConnect !== undefined) ofCluster.lazyConnect = lazyConnect;
  return redis.duplicate([], ofCluster);
}

/** The servers that take writes, to be asked one by one. */
export function writableNodes(redis: RedisConnection): Redis[] {
  return redis instanceof Cluster ? redis.nodes('master') : [redis];
}
