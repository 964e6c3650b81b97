import type { Cost, CostGroup } from '@opencode-commander/control';
import { formatCount } from './format-count.ts';
import { formatDollars } from './format-dollars.ts';
import type { Showing } from './format-status.ts';
import { formatTable, type Table } from './format-table.ts';
import { toTheRight } from './to-the-right.ts';

type Shown = Pick<Showing, 'columns' | 'paint'> & {
  by: CostGroup;
  /** The one that was asked for. */
  repo: string | null;
};

/** What was spent, as lines for people. */
export function formatCost(found: Cost, shown: Shown): string[] {
  const { rows, more } = found;
  const hidden = more > 0 ? [`and ${more} more: see --limit`] : [];
  if (rows.length === 0) return summary(found, shown);
  const table = formatTable(tableOf(rows, shown.by), shown.columns, shown.paint.dim);
  return [...summary(found, shown), '', ...table, ...hidden];
}

function summary({ period, totals, merged, not_merged_usd }: Cost, { repo }: Shown): string[] {
  const where = repo === null ? '' : ` in ${repo}`;
  const when = `since ${period.since} (UTC)`;
  const pulls = merged.pulls === 1 ? '1 pull request' : `${merged.pulls} pull requests`;
  const each = `mean ${formatDollars(merged.mean_usd ?? 0)}, median ${formatDollars(merged.median_usd ?? 0)}`;
  const onMerged = `Merged    ${pulls} for ${formatDollars(merged.cost_usd)}, ${each}`;
  const ofMerged = merged.pulls === 0 ? [] : [onMerged];
  if (totals.tasks === 0) return [`Nothing was spent${where} ${when}.`, ...ofMerged];
  const tasks = totals.tasks === 1 ? '1 task' : `${totals.tasks} tasks`;
  return [
    `Spent     ${formatDollars(totals.cost_usd)} on ${tasks}${where} ${when}`,
    `Tokens    ${formatCount(totals.input_tokens)} in, ${formatCount(totals.output_tokens)} out`,
    ...ofMerged,
    `Unmerged  ${formatDollars(not_merged_usd)} of it went into what is not merged`,
  ];
}

const NAMES: Readonly<Record<CostGroup, readonly string[]>> = {
  task: ['TASK', 'ISSUE'],
  repo: ['TASKS', 'REPOSITORY'],
  day: ['TASKS', 'DAY'],
  model: ['TASKS', 'MODEL'],
};

function tableOf(rows: readonly Row[], by: CostGroup): Table {
  const cells = rows.map((row) => [
    formatDollars(row.cost_usd),
    `${(row.share * 100).toFixed(0)} %`,
    formatCount(row.input_tokens),
    formatCount(row.output_tokens),
  ]);
  const [head = [], ...numbers] = toTheRight([['COST', 'SHARE', 'IN', 'OUT'], ...cells]);
  const names = rows.map(({ name, issue, tasks }) =>
    by === 'task' ? [name, issue ?? '-'] : [String(tasks), name],
  );
  return { head: [...head, ...NAMES[by]], rows: numbers.map((line, i) => [...line, ...(names[i] ?? [])]) };
}

type Row = Cost['rows'][number];
