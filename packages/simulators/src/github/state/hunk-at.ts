const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The part of a patch from its hunk's header to a line, as GitHub shows it with a comment; null: the line is not in it. */
export function hunkAt(
  patch: string,
  { line, side }: { line: number; side: 'LEFT' | 'RIGHT' },
): string | null {
  let hunk: string[] = [];
  let [left, right] = [0, 0];
  for (const text of patch.split('\n')) {
    const header = HEADER.exec(text);
    if (header) {
      hunk = [text];
      [left, right] = [Number(header[1]), Number(header[2])];
      continue;
    }
    hunk.push(text);
    const [onLeft, onRight] = [/^[ -]/.test(text), /^[ +]/.test(text)];
    if (side === 'LEFT' ? onLeft && left === line : onRight && right === line) return hunk.join('\n');
    if (onLeft) left += 1;
    if (onRight) right += 1;
  }
  return null;
}
