import type { Task } from '../task.ts';

/** What was spent of what may be, in US dollars. */
export type Charge = { spentUsd: number; limitUsd: number };

/** What a task may cost with everything people granted it, in US dollars; null without a limit. */
export function budgetLimit(
  { grants }: Pick<Task, 'grants'>,
  { taskUsd }: { taskUsd: number | null },
): number | null {
  return taskUsd === null ? null : grants.reduce((sum, { usd }) => sum + usd, taskUsd);
}

/** The part of a budget after which people are told, once. */
const WARN_AT = 0.8;

export function chargeState({ spentUsd, limitUsd }: Charge): 'fine' | 'warn' | 'exhausted' {
  if (spentUsd >= limitUsd) return 'exhausted';
  return spentUsd >= WARN_AT * limitUsd ? 'warn' : 'fine';
}
