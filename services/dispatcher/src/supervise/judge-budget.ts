import type { SpentOn } from '@opencode-commander/queue';
import { budgetLimit, type Charge, chargeState, type Task } from '@opencode-commander/task';

/** Limits in US dollars, null for none. */
export type BudgetLimits = { taskUsd: number | null; repoDayUsd: number | null; dayUsd: number | null };

type BudgetScope = 'task' | 'repo_day' | 'day';

/** How a task stands with its budgets; of several the one that is used up, else the one that is nearest to that. */
export type BudgetState =
  | { status: 'fine' }
  | ({ status: 'warn' | 'exhausted'; scope: BudgetScope } & Charge);

type Judged = Pick<Task, 'usage' | 'grants' | 'source'>;

/** What people granted a task lets it go on past the budgets of its day as well. */
export function judgeBudget(
  { usage, grants, source }: Judged,
  { limits, spent }: { limits: BudgetLimits; spent: SpentOn },
): BudgetState {
  const chargeOf = (scope: BudgetScope, spentUsd: number, ownUsd: number | null) => {
    const limitUsd = budgetLimit({ grants }, { taskUsd: ownUsd });
    if (limitUsd === null) return null;
    const status = chargeState({ spentUsd, limitUsd });
    return status === 'fine' ? null : { status, scope, spentUsd, limitUsd };
  };
  const charges = [
    chargeOf('task', usage.costUsd, limits.taskUsd),
    chargeOf('repo_day', spent.byRepo.get(source.repoId) ?? 0, limits.repoDayUsd),
    chargeOf('day', spent.total, limits.dayUsd),
  ].filter((charge) => charge !== null);
  return (
    charges.find(({ status }) => status === 'exhausted') ??
    charges.find(({ status }) => status === 'warn') ?? { status: 'fine' }
  );
}
