import type { RedisConnection } from './redis-connection.ts';

/** Unix time in ms by the clock of Redis, which is one for all processes. */
export async function redisNow(redis: RedisConnection): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}
