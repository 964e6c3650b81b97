import type { Charge } from '../running/budget.ts';
import type { Task } from '../task.ts';

/** The comment that tells people once that most of a task's money is spent. */
export function budgetWarning({ id }: Task, { spentUsd, limitUsd }: Charge): string {
  const spent = `$${spentUsd.toFixed(2)} of $${limitUsd.toFixed(2)}`;
  return [
    `**Most of the budget is spent:** ${spent} for task \`${id}\`.`,
    'At the limit the work pauses and asks. `/commander continue 5` adds five dollars.',
  ].join(' ');
}
