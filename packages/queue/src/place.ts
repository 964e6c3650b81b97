import type { Redis } from 'ioredis';

/** Where an installation keeps what its processes share. */
export type Place = {
  /** A `producer` connection. */
  redis: Redis;
  /** Distinguishes installations that share a Redis. */
  prefix: string;
};
