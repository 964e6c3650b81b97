import stringWidth from 'string-width';
import { plain } from './plain.ts';
import { wrap } from './wrap.ts';

export type Table = {
  head: readonly string[];
  /** As many cells as the head has; the last column gets what room is left, and is cut where that is not enough. */
  rows: readonly (readonly string[])[];
  /** Lines below each row, in the order of the rows; they are not cut but wrapped. */
  notes?: readonly (readonly string[])[];
};

const GAP = '  ';
/** What the last column gets at least, as far as it needs it. */
const LEAST_LAST = 12;

type Column = { index: number; width: number };

/**
 * A table as lines that fit `columns`, its text made plain. Where the columns of the table do not fit beside each other, those
 * that do not stand on further lines of their row, indented.
 */
export function formatTable(
  { head, rows, notes = [] }: Table,
  columns: number,
  paintHead: (line: string) => string = (line) => line,
): string[] {
  const lines = [head, ...rows].map((cells) => cells.map(plain));
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => stringWidth(cells[i] ?? ''))));
  const layout = layOut(widths, columns);
  return lines.flatMap((cells, row) => {
    const shown = layout.map((group, i) => `${i === 0 ? '' : GAP}${lineOf(cells, group)}`.trimEnd());
    if (row === 0) return shown.map(paintHead);
    return [
      ...shown,
      ...(notes[row - 1] ?? []).flatMap((note) => wrap(`${GAP}${plain(note)}`, columns, 2 * GAP.length)),
    ];
  });
}

/** Which columns stand on which line of a row, and how wide each may be. */
function layOut(widths: readonly number[], columns: number): Column[][] {
  const lines: Column[][] = [];
  let left = 0;
  for (const [index, width] of widths.entries()) {
    const isLast = index === widths.length - 1;
    const needed = isLast ? Math.min(width, LEAST_LAST) : width;
    const line = lines.at(-1);
    if (line !== undefined && left - GAP.length >= needed) {
      left -= GAP.length;
      line.push({ index, width: isLast ? left : width });
      left -= width;
      continue;
    }
    left = columns - (lines.length === 0 ? 0 : GAP.length);
    lines.push([{ index, width: isLast ? left : Math.min(width, left) }]);
    left -= width;
  }
  return lines;
}

function lineOf(cells: readonly string[], group: readonly Column[]): string {
  const shown = group.map(({ index, width }) => ({ text: fit(cells[index] ?? '', width), width }));
  return shown.map(({ text, width }, i) => (i < shown.length - 1 ? pad(text, width) : text)).join(GAP);
}

/** The text, cut to so many columns of a terminal, with an ellipsis where something is missing. */
export function fit(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}
