import type { Run } from '../run.ts';
import { requireBudget } from '../supervise/require-budget.ts';

/**
 * Throws a LetGo when a dispatcher died after it had recorded that a budget is used up, and before the task waited for people,
 * unless they have granted more since: the agent, which asks its own questions again by itself, is not told to go on before.
 */
export async function askAgain(run: Run): Promise<void> {
  const { question, answer } = run.task;
  if (question?.kind === 'budget' && answer?.to !== question.number) await requireBudget(run);
}
