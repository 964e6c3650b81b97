import type { Charge } from '../running/budget.ts';
import type { Task } from '../task.ts';

/** The comment that tells people once that most of a task's money is spent. */
export function budgetWarning(_task: Task, { spentUsd, limitUsd }: Charge): string {
  return `**$${spentUsd.toFixed(2)} of $${limitUsd.toFixed(2)} are spent.** At the limit the work pauses and asks; \`/commander continue 5\` adds five dollars.`;
}
