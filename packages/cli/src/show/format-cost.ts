import type { Cost, CostGroup } from '@opencode-commander/control';
import { formatDollars } from './format-dollars.ts';
import type { Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';

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
  const { head, cells } = tableOf(found, shown.by);
  const [first = '', ...others] = formatTable({ head, rows: cells }, shown.columns);
  return [...summary(found, shown), '', shown.paint.dim(first), ...others, ...hidden];
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
    `Tokens    ${count(totals.input_tokens)} in, ${count(totals.output_tokens)} out`,
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

function tableOf({ rows }: Cost, by: CostGroup): { head: string[]; cells: string[][] } {
  const numbers = [
    column('COST', rows, ({ cost_usd }) => formatDollars(cost_usd)),
    column('SHARE', rows, ({ share }) => `${(share * 100).toFixed(0)} %`),
    column('IN', rows, ({ input_tokens }) => count(input_tokens)),
    column('OUT', rows, ({ output_tokens }) => count(output_tokens)),
  ];
  const [, ...cells] = ['', ...rows].map((_, i) => numbers.map((each) => each[i] ?? ''));
  const named = rows.map(({ name, issue, tasks }, i) => [
    ...(cells[i] ?? []),
    ...(by === 'task' ? [name, issue ?? '-'] : [String(tasks), name]),
  ]);
  return { head: [...numbers.map(([head = '']) => head), ...NAMES[by]], cells: named };
}

type Row = Cost['rows'][number];

/** A column of numbers with its head, to the right. */
function column(head: string, rows: readonly Row[], show: (row: Row) => string): string[] {
  const cells = [head, ...rows.map(show)];
  const width = Math.max(...cells.map(({ length }) => length));
  return cells.map((cell) => cell.padStart(width));
}

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

function count(tokens: number): string {
  return COMPACT.format(tokens);
}
