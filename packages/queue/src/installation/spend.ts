import type { TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { keyPrefix } from '../store/store-keys.ts';

/** What one run has cost so far. */
export type Spend = {
  taskId: TaskId;
  epoch: number;
  repoId: number;
  /** The day it counts for, `2026-01-31` (UTC). */
  day: string;
  /** US dollars in all that this run, one epoch of the task, has cost until now. */
  usd: number;
};

/** US dollars of one day. */
export type SpentOn = { total: number; byRepo: ReadonlyMap<number, number> };

const KEPT_S = 40 * 86_400;
/** Whole numbers add up without rounding. */
const MICRO = 1_000_000;

const spendScript = defineScript('add-spend', 2);

/** Adds to the day what the run has cost more than when this was last called for it. Throws RedisError. */
export async function addSpend(
  keyspace: Keyspace,
  { taskId, epoch, repoId, day, usd }: Spend,
): Promise<void> {
  const micros = Math.round(z.number().nonnegative().parse(usd) * MICRO);
  const keys = [dayKey(keyspace, day), `${keyPrefix(keyspace.prefix)}:spent:${taskId}`];
  await orRedisError(() => spendScript(keyspace.redis, keys, [epoch, micros, `repo:${repoId}`, KEPT_S]));
}

/** What a day (`2026-01-31`, UTC) has cost until now; days are kept for 40 days. Throws RedisError. */
export async function spentOn(keyspace: Keyspace, day: string): Promise<SpentOn> {
  const sums = await orRedisError(() => keyspace.redis.hgetall(dayKey(keyspace, day)));
  const repos = Object.entries(sums).filter(([name]) => name.startsWith('repo:'));
  const byRepo = repos.map(
    ([name, micros]) => [Number(name.slice('repo:'.length)), dollars(micros)] as const,
  );
  return { total: dollars(sums['total']), byRepo: new Map(byRepo) };
}

/** The day of an instant, as spending is counted. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function dollars(micros = '0'): number {
  return Number(micros) / MICRO;
}

function dayKey({ prefix }: Keyspace, day: string): string {
  return `${keyPrefix(prefix)}:spend:${z.iso.date().parse(day)}`;
}
