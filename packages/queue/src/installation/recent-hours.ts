import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { redisNow } from '../redis/redis-now.ts';
import { storeKeys } from '../store/store-keys.ts';
import { toDollars } from './micros.ts';

/** What became of tasks in an hour, and what models were used for; a task that is tried again may end once more. */
export type HourCounts = {
  start: Date;
  completed: number;
  failed: number;
  cancelled: number;
  costUsd: number;
  /** In and out. */
  tokens: number;
};

const HOUR_MS = 3_600_000;

const count = z.coerce.number().nonnegative().default(0).catch(0);
const hourSchema = z.object({ completed: count, failed: count, cancelled: count, usd: count, tokens: count });

/** The last `hours`, by the clock of Redis, without gaps; the present one comes last. An hour is known for a week. Throws RedisError. */
export async function recentHours({ redis, prefix }: Keyspace, hours: number): Promise<HourCounts[]> {
  const now = await orRedisError(() => redisNow(redis));
  const present = Math.floor(now / HOUR_MS);
  const wanted = Array.from({ length: hours }, (_, i) => present - hours + 1 + i);
  const { hours: keys } = storeKeys(prefix);
  const found = await orRedisError(() => Promise.all(wanted.map((hour) => redis.hgetall(`${keys}${hour}`))));
  return wanted.map((hour, i) => {
    const { usd, ...counts } = hourSchema.parse(found[i] ?? {});
    return { start: new Date(hour * HOUR_MS), ...counts, costUsd: toDollars(usd) };
  });
}
