import stringWidth from 'string-width';

/**
 * A line as lines that fit `columns`, broken between words, all but the first indented. What has no room in a line of its own,
 * such as an address, stays whole.
 */
export function wrap(line: string, columns: number, indent: number): string[] {
  if (stringWidth(line) <= columns) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) /)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current === '' || stringWidth(longer) <= columns) {
      current = longer;
      continue;
    }
    lines.push(current.trimEnd());
    current = ' '.repeat(indent) + word;
  }
  return [...lines, current];
}
