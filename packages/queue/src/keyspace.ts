import type { RedisConnection } from './redis/redis-connection.ts';

/** Where an installation keeps what its processes share. */
export type Keyspace = {
  /** A `producer` connection. */
  redis: RedisConnection;
  /** Distinguishes installations that share a Redis. */
  prefix: string;
};
