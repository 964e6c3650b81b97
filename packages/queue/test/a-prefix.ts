import { Redis } from 'ioredis';
import { inject } from 'vitest';

let count = 0;

/** A Redis prefix of its own on the shared server; what it holds goes with it. */
export function startPrefix() {
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-${count++}`;
  const path = inject('redisSocket');
  const redis = new Redis({ path });
  return {
    prefix,
    redis,
    redisUrl: `unix://${path}`,
    async [Symbol.asyncDispose]() {
      const keys = await redis.keys(`*{${prefix}}*`);
      if (keys.length > 0) await redis.del(keys);
      redis.disconnect();
    },
  };
}
