import stringWidth from 'string-width';
import { plain } from './plain.ts';

export type Table = {
  head: readonly string[];
  /** As many cells as the head has; the last column gets what room is left, and is cut where that is not enough. */
  rows: readonly (readonly string[])[];
  /** Lines below each row, in the order of the rows; they are not cut, since a terminal can wrap them. */
  notes?: readonly (readonly string[])[];
};

const GAP = '  ';
/** What the last column keeps, however narrow the terminal is. */
const LEAST_LAST = 12;

/** A table as lines that fit `columns`, as far as the columns before the last one allow; its text made plain. */
export function formatTable({ head, rows, notes = [] }: Table, columns: number): string[] {
  const lines = [head, ...rows].map((cells) => cells.map(plain));
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => stringWidth(cells[i] ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const last = Math.max(columns - before, LEAST_LAST);
  return lines.flatMap((cells, row) => [
    cells
      .map((cell, i) => (i === cells.length - 1 ? fit(cell, last) : pad(cell, widths[i] ?? 0)))
      .join(GAP)
      .trimEnd(),
    ...(notes[row - 1] ?? []).map((note) => `${GAP}${plain(note)}`),
  ]);
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
