import type { TaskId, UsageByModel } from '@opencode-commander/task';
import type { Keyspace } from '../keyspace.ts';
import { defineScript } from '../redis/define-script.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { HOUR_KEPT_S, storeKeys } from '../store/store-keys.ts';
import { costKeys, KEPT_S } from './cost-keys.ts';
import { toDollars, toMicros } from './micros.ts';

/** What one run has used so far. */
export type Spend = {
  taskId: TaskId;
  epoch: number;
  repoId: number;
  /** `owner/name`. */
  repo: string;
  /** The day it counts for, `2026-01-31` (UTC). */
  day: string;
  /** All that this run, one epoch of the task, has used until now. */
  used: UsageByModel;
};

/** US dollars of one day. */
export type SpentOn = { total: number; byRepo: ReadonlyMap<number, number> };

const spendScript = defineScript('add-spend', 4);

/** Adds to the day, and to the present hour, what the run has used more than when this was last called for it. Throws RedisError. */
export async function addSpend(
  keyspace: Keyspace,
  { taskId, epoch, repoId, repo, day, used }: Spend,
): Promise<void> {
  const parts = Object.entries(used).flatMap(([model, { costUsd, inputTokens, outputTokens }]) => [
    ...['usd', model, toMicros(costUsd)],
    ...['input', model, inputTokens],
    ...['output', model, outputTokens],
  ]);
  const keys = [
    costKeys.day(keyspace, day),
    costKeys.told(keyspace, taskId),
    costKeys.parts(keyspace, day),
    costKeys.names(keyspace),
  ];
  const head = [epoch, repoId, repo, taskId, KEPT_S, storeKeys(keyspace.prefix).hours, HOUR_KEPT_S];
  await orRedisError(() => spendScript(keyspace.redis, keys, [...head, ...parts]));
}

/** What a day (`2026-01-31`, UTC) has cost until now; days are kept for 40 days. Throws RedisError. */
export async function spentOn(keyspace: Keyspace, day: string): Promise<SpentOn> {
  const sums = await orRedisError(() => keyspace.redis.hgetall(costKeys.day(keyspace, day)));
  const repos = Object.entries(sums).filter(([name]) => name.startsWith('repo:'));
  const byRepo = repos.map(
    ([name, micros]) => [Number(name.slice('repo:'.length)), toDollars(Number(micros))] as const,
  );
  return { total: toDollars(Number(sums['total'] ?? 0)), byRepo: new Map(byRepo) };
}

/** The day of an instant, as spending is counted. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
