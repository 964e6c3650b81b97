import {
  type DayCost,
  dayCosts,
  dayOf,
  type IssueKey,
  issueCosts,
  mergedIssues,
  type Queues,
  repositoryNames,
  threadKey,
} from '@opencode-commander/queue';
import { issueNumberOf } from '@opencode-commander/task';
import { z } from 'zod';
import type { ActingControl } from '../control.ts';
import { defineOperation } from '../operation.ts';
import { repositoryInputSchema } from '../repositories.ts';
import { daysSince, isSince } from './days-since.ts';
import { COST_GROUPS, type CostRow, sumCosts, totalOf } from './sum-costs.ts';
import { type MergedSum, sumMerged } from './sum-merged.ts';

const costInputSchema = z.object({
  group_by: z.enum(COST_GROUPS).default('task').describe('What each row is about'),
  since: z
    .string()
    .refine(isSince, 'say how long ago, such as 24h or 7d, or a day such as 2026-11-01')
    .default('7d')
    .describe('From when on: 24h, 7d, or a day such as 2026-11-01; the whole day (UTC) counts'),
  repo: repositoryInputSchema.shape.repo.optional().describe('Only this repository, as owner/name'),
  limit: z.number().int().min(1).max(1_000).default(100).describe('At most so many rows'),
});

const used = {
  cost_usd: z.number(),
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  tasks: z.number().int().describe('How many tasks have a part in it'),
};

const costOutputSchema = z.object({
  period: z.object({ since: z.string(), until: z.string() }).describe('Its first and last day (UTC)'),
  totals: z.object(used),
  rows: z
    .array(
      z.object({
        name: z.string().describe('A task, owner/name, a day (UTC) or provider/model'),
        issue: z.string().nullable().describe('Of a task: its issue, such as acme/web#12'),
        share: z.number().describe('Its part of the total cost, from 0 to 1'),
        ...used,
      }),
    )
    .describe('What cost most comes first'),
  more: z.number().int().describe('How many rows were left out'),
  merged: z
    .object({
      pulls: z.number().int().describe('Pull requests that were merged in the period'),
      cost_usd: z.number().describe('What all work on them has cost, whenever that was'),
      mean_usd: z.number().nullable(),
      median_usd: z.number().nullable(),
    })
    .describe('Each pull request with all of its follow-ups'),
  not_merged_usd: z.number().describe('What was spent in the period on issues of which nothing is merged'),
});
export type Cost = z.infer<typeof costOutputSchema>;

export const costOperation = defineOperation({
  title: 'What the agents have cost',
  description:
    'Shows what was spent by task, repository, day or model, and what a merged pull request costs on average. Tokens and dollars are as opencode reckons them.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: costInputSchema,
  output: costOutputSchema,
  run: cost,
});

/**
 * What was spent since then. Reads the sums of each day, of which there are at most 41, the list of what was merged, and a sum
 * for each pull request that was merged in the period; no record of a task. Throws PeriodError, RedisError.
 */
export async function cost(
  { queues, now }: Pick<ActingControl, 'queues' | 'now'>,
  input: z.input<typeof costInputSchema> = {},
): Promise<Cost> {
  const { group_by: by, since, repo, limit } = costInputSchema.parse(input);
  const days = daysSince(since, now());
  const { costs, names, merged } = await readCosts(queues, { days, repo });
  const mergedThen = merged.filter(({ at }) => days.includes(dayOf(at)));
  const [rows, totals] = [sumCosts(costs, { by, names }), totalOf(costs)];
  return {
    period: { since: days[0] ?? '', until: days.at(-1) ?? '' },
    totals: usedView(totals),
    rows: rows.slice(0, limit).map((row) => rowView(row, totals)),
    more: Math.max(0, rows.length - limit),
    merged: mergedView(sumMerged(await issueCosts(queues, mergedThen))),
    not_merged_usd: rounded(totalOf(withoutMerged(costs, merged)).used.costUsd),
  };
}

type Wanted = { days: readonly string[]; repo: string | undefined };

async function readCosts(queues: Queues, { days, repo }: Wanted) {
  const [costs, names, merged] = await Promise.all([
    dayCosts(queues, days),
    repositoryNames(queues),
    mergedIssues(queues),
  ]);
  const isWanted = ({ repoId }: { repoId: number }) =>
    repo === undefined || names.get(repoId)?.toLowerCase() === repo.toLowerCase();
  return { costs: costs.filter(isWanted), names, merged: merged.filter(isWanted) };
}

function withoutMerged(costs: readonly DayCost[], merged: readonly IssueKey[]): DayCost[] {
  const issues = new Set(merged.map(threadKey));
  return costs.filter(
    ({ repoId, taskId }) => !issues.has(threadKey({ repoId, number: issueNumberOf(taskId) })),
  );
}

type Used = Pick<CostRow, 'used' | 'tasks'>;

function usedView({ used: { costUsd, inputTokens, outputTokens }, tasks }: Used): Cost['totals'] {
  return { cost_usd: rounded(costUsd), input_tokens: inputTokens, output_tokens: outputTokens, tasks };
}

function rowView(row: CostRow, { used: { costUsd } }: Used): Cost['rows'][number] {
  const share = costUsd === 0 ? 0 : row.used.costUsd / costUsd;
  return { name: row.name, issue: row.issue, share: rounded(share), ...usedView(row) };
}

function mergedView({ pulls, usd, meanUsd, medianUsd }: MergedSum): Cost['merged'] {
  const orNull = (each: number | null) => each && rounded(each);
  return { pulls, cost_usd: rounded(usd), mean_usd: orNull(meanUsd), median_usd: orNull(medianUsd) };
}

/** Costs are known to a millionth; sums of them have more digits only by chance. */
function rounded(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}
