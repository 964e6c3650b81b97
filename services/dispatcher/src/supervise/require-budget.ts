import { dayOf, type SpentOn, spentOn } from '@opencode-commander/queue';
import { budgetWarning, budgetWarningOperation } from '@opencode-commander/task';
import { LetGo } from '../let-go.ts';
import type { Run } from '../run.ts';
import { type BudgetLimits, judgeBudget } from './judge-budget.ts';

/** Says once when most of a budget is spent; throws a LetGo that asks people when all of it is. */
export async function requireBudget(run: Run): Promise<void> {
  const { budget: limits } = run.context.config;
  const state = judgeBudget(run.task, { limits, spent: await readSpent(run, limits) });
  if (state.status === 'fine') return;
  const { scope, spentUsd, limitUsd } = state;
  if (state.status === 'exhausted')
    throw new LetGo({ why: 'asked', ask: { kind: 'budget', scope, spentUsd, limitUsd } });
  if (run.task.budgetWarned) return;
  await run.patch({ budgetWarned: true });
  await run.comment(budgetWarningOperation(run.task), budgetWarning(run.task, { spentUsd, limitUsd }));
}

async function readSpent(run: Run, { repoDayUsd, dayUsd }: BudgetLimits): Promise<SpentOn> {
  if (repoDayUsd === null && dayUsd === null) return { total: 0, byRepo: new Map() };
  const { queues, now } = run.context;
  return run.outlast(() => spentOn(queues, dayOf(now())));
}
