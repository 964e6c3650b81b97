import type { History } from '@opencode-commander/control';
import { formatCount } from './format-count.ts';
import { formatDollars } from './format-dollars.ts';
import type { Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';
import { toTheRight } from './to-the-right.ts';

/** Where no terminal says how wide it is, bars still end somewhere. */
const WIDEST = 120;

type Hour = History['hours'][number];

/** What became of tasks hour by hour, as lines for people, with a bar for each hour. */
export function formatHistory(
  { hours }: History,
  { columns, paint }: Pick<Showing, 'columns' | 'paint'>,
): string[] {
  const head = ['HOUR (UTC)', 'DONE', 'FAILED', 'STOPPED', 'COST', 'TOKENS'];
  const cells = toTheRight([head, ...hours.map(cellsOf)]);
  const room = Math.max(Math.min(columns, WIDEST) - widthOf(cells[0] ?? []), 0);
  const bars = barsOf(hours, room);
  const rows = cells.slice(1).map((row, i) => [...row, bars[i] ?? '']);
  const table = { head: [...(cells[0] ?? []), ''], rows };
  return [summary(hours), '', ...formatTable(table, columns, paint.dim)];
}

function summary(hours: readonly Hour[]): string {
  const sum = (of: (hour: Hour) => number) => hours.reduce((total, hour) => total + of(hour), 0);
  const ended = [
    `${sum(({ completed }) => completed)} completed`,
    `${sum(({ failed }) => failed)} failed`,
    `${sum(({ cancelled }) => cancelled)} cancelled`,
  ];
  const tokens = formatCount(sum((hour) => hour.tokens));
  const cost = formatDollars(sum(({ cost_usd }) => cost_usd));
  return `Last ${hours.length} h: ${ended.join(', ')}; ${cost}, ${tokens} tokens`;
}

function cellsOf({ start, completed, failed, cancelled, cost_usd, tokens }: Hour): string[] {
  const ended = [completed, failed, cancelled].map((count) => (count === 0 ? '-' : String(count)));
  const hour = start.slice(5, 16).replace('T', ' ');
  return [
    hour,
    ...ended,
    cost_usd === 0 ? '-' : formatDollars(cost_usd),
    tokens === 0 ? '-' : formatCount(tokens),
  ];
}

/** With the gaps behind each. */
function widthOf(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length + 2, 0);
}

const MARKS = [
  ['completed', '█'],
  ['failed', '▒'],
  ['cancelled', '░'],
] as const;

/** A mark for each task that ended; fewer where they would not fit, but one for each way to end. */
function barsOf(hours: readonly Hour[], room: number): string[] {
  const most = Math.max(...hours.map(({ completed, failed, cancelled }) => completed + failed + cancelled));
  const scale = most > room - MARKS.length ? Math.max(room - MARKS.length, 0) / most : 1;
  return hours.map((hour) =>
    MARKS.map(([name, mark]) => mark.repeat(Math.ceil(hour[name] * scale))).join(''),
  );
}
