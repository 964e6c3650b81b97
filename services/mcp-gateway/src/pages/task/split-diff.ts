type DiffLine = { kind: 'added' | 'removed' | 'hunk' | 'about' | 'same'; text: string };

/** The changes of one file. */
export type FileDiff = { path: string; lines: readonly DiffLine[] };

/** A unified diff of git's by file: https://git-scm.com/docs/diff-format */
export function splitDiff(diff: string): FileDiff[] {
  const files: { path: string; lines: DiffLine[]; isInHunk: boolean }[] = [];
  for (const text of diff.split('\n')) {
    if (text.startsWith('diff --git ')) {
      files.push({ path: pathOf(text), lines: [], isInHunk: false });
      continue;
    }
    const file = files.at(-1);
    if (file === undefined) continue;
    file.isInHunk ||= text.startsWith('@@');
    file.lines.push({ kind: kindOf(text, file.isInHunk), text });
  }
  return files.map(({ path, lines }) => ({ path, lines: withoutEnd(lines) }));
}

/** `diff --git a/x b/x`: without renames both paths are the same, so that the second half is the second path. */
function pathOf(header: string): string {
  const both = header.slice('diff --git '.length);
  return both
    .slice((both.length + 1) / 2)
    .replace(/^"?b\//, '')
    .replace(/"$/, '');
}

function kindOf(text: string, isInHunk: boolean): DiffLine['kind'] {
  if (!isInHunk) return 'about';
  if (text.startsWith('@@')) return 'hunk';
  if (text.startsWith('+')) return 'added';
  if (text.startsWith('-')) return 'removed';
  return text.startsWith('\\') ? 'about' : 'same';
}

/** What follows the last line break is no line. */
function withoutEnd(lines: readonly DiffLine[]): readonly DiffLine[] {
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}
