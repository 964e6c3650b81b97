/** Lines of numbers, each column as wide as its widest cell. */
export function toTheRight(lines: readonly (readonly string[])[]): string[][] {
  const widthOf = (column: number) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0));
  return lines.map((cells) => cells.map((cell, column) => cell.padStart(widthOf(column))));
}
