import { NO_USAGE, type TaskId, type Usage } from '@opencode-commander/task';
import type { Keyspace } from '../keyspace.ts';
import { orRedisError } from '../redis/or-redis-error.ts';
import { costKeys } from './cost-keys.ts';
import { toDollars } from './micros.ts';

/** What a task has used of one model on one day (`2026-01-31`, UTC). */
export type DayCost = { day: string; repoId: number; taskId: TaskId; model: string; used: Usage };

/**
 * What was used on these days; it stays true when the records of the tasks are forgotten. A read for each day, of as many
 * entries as there were tasks and models. Throws RedisError.
 */
export async function dayCosts(keyspace: Keyspace, days: readonly string[]): Promise<DayCost[]> {
  const read = days.map(async (day) =>
    costsOf(day, await keyspace.redis.hgetall(costKeys.parts(keyspace, day))),
  );
  return (await orRedisError(() => Promise.all(read))).flat();
}

/** `owner/name`, as last seen, of each repository that anything was used for or merged in, by its id. Throws RedisError. */
export async function repositoryNames(keyspace: Keyspace): Promise<Map<number, string>> {
  const names = await orRedisError(() => keyspace.redis.hgetall(costKeys.names(keyspace)));
  return new Map(Object.entries(names).map(([id, name]) => [Number(id), name]));
}

const FIELD = /^(usd|input|output) ((\d+) (\S+) (.+))$/;

/** A field that cannot be read is none of ours. */
function costsOf(day: string, fields: Readonly<Record<string, string>>): DayCost[] {
  const costs = new Map<string, DayCost>();
  for (const [field, text] of Object.entries(fields)) {
    const [, what, place = '', repoId, taskId = '', model = ''] = FIELD.exec(field) ?? [];
    if (what === undefined) continue;
    const cost = costs.get(place) ?? { day, repoId: Number(repoId), taskId, model, used: NO_USAGE };
    costs.set(place, { ...cost, used: { ...cost.used, ...part(what, Number(text)) } });
  }
  return [...costs.values()];
}

function part(what: string, amount: number): Partial<Usage> {
  if (what === 'usd') return { costUsd: toDollars(amount) };
  return what === 'input' ? { inputTokens: amount } : { outputTokens: amount };
}
