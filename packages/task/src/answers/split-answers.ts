const NUMBERED_LINE = /^\s*(?:[-*+]\s+)?(?:q(?:uestion)?\s*)?(\d{1,3})\s*[:.)\-–—]\s*(.*)$/iu;

/**
 * A comment's text by question: "1: 2", "1. b", "1) 2, 3", or one line for each; null when it does not say what belongs
 * to which. Lines beneath a numbered one go on with it.
 */
export function splitAnswers(count: number, text: string): string[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const numbered = lines.map((line) => NUMBERED_LINE.exec(line));
  if (numbered[0]) return byNumber(count, lines, numbered);
  if (numbered.some(Boolean) || lines.length !== count) return null;
  return lines.map((line) => line.replace(/^\s*[-*+]\s+/, ''));
}

function byNumber(
  count: number,
  lines: readonly string[],
  numbered: readonly (RegExpExecArray | null)[],
): string[] | null {
  const parts = new Map<number, string[]>();
  let current: string[] = [];
  for (const [i, found] of numbered.entries()) {
    if (found === null) {
      current.push(lines[i] ?? '');
      continue;
    }
    const index = Number(found[1]);
    if (parts.has(index) || index < 1 || index > count) return null;
    current = [found[2] ?? ''];
    parts.set(index, current);
  }
  if (parts.size !== count) return null;
  return Array.from({ length: count }, (_, i) => parts.get(i + 1)?.join('\n') ?? '');
}
