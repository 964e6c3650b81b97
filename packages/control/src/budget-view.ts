import { z } from 'zod';

/** How many US dollars may be spent before people are asked; null for no limit. A day is one of UTC. */
export type BudgetLimits = { taskUsd: number | null; repoDayUsd: number | null; dayUsd: number | null };

export type BudgetControl = {
  /** The limits as they are now. */
  budget: () => BudgetLimits;
};

/** The budget as people and programs outside see it. */
export const budgetViewSchema = z
  .object({
    task_usd: z.number().nullable().describe('What one task may cost'),
    repo_day_usd: z.number().nullable().describe('What the tasks of one repository may cost on one day'),
    day_usd: z.number().nullable().describe('What all tasks may cost on one day'),
    spent_today_usd: z.number().describe('What all tasks have cost today (UTC)'),
  })
  .describe('US dollars that may be spent before people are asked, null for no limit, and what was spent');

export function budgetView(limits: BudgetLimits, spentToday: number): z.infer<typeof budgetViewSchema> {
  const { taskUsd, repoDayUsd, dayUsd } = limits;
  return { task_usd: taskUsd, repo_day_usd: repoDayUsd, day_usd: dayUsd, spent_today_usd: spentToday };
}
