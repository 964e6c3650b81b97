import type { Report } from './report.ts';
import type { Result, Spread } from './statistics.ts';

const HEADINGS = ['', 'commander', 'floor', 'commander ÷ floor'];

/** The report as a table for people. */
export function formatReport({ loadAverage, cpus, benchmarks }: Report): string {
  const sections = benchmarks.map(({ name, about, results }) => ({
    title: `${name}: ${about}`,
    rows: results.map(row),
  }));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(
      ...[heading, ...sections.flatMap(({ rows }) => rows.map((cells) => cells[column] ?? ''))].map(length),
    ),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ')}`.trimEnd();
  const tables = sections.map(({ title, rows }) => [title, line(HEADINGS), ...rows.map(line)].join('\n'));
  const load = loadAverage.map((each) => each.toFixed(2)).join(' ');
  const note = `Medians, with the range over all runs in brackets. Load average ${load} on ${cpus} CPUs.`;
  return [...tables, note].join('\n\n');
}

function row({ measure, unit, ours, floor, ratio }: Result): string[] {
  const withUnit = (spread: Spread | null) => (spread === null ? '–' : `${cell(spread)} ${unit}`);
  return [measure, withUnit(ours), withUnit(floor), ratio === null ? '–' : `${cell(ratio)} ×`];
}

function cell({ median, min, max }: Spread): string {
  return min === max ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`;
}

/** Three significant digits. */
function figure(value: number): string {
  if (value === 0 || Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function length(text: string): number {
  return text.length;
}
