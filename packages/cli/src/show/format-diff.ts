import type { ShownDiff } from '@opencode-commander/control';
import type { Paint } from './format-event.ts';
import { plain } from './plain.ts';

/** What a task changes, as lines for people. */
export function formatDiff({ files, diff, truncated }: ShownDiff, paint: Paint): string[] {
  if (files.length === 0) return ['Nothing was published yet.'];
  const lines = diff.replace(/\n$/, '').split('\n');
  const more = truncated ? [paint.dim('There is more: this is the beginning.')] : [];
  return [...paintLines(lines, paint), ...more];
}

function paintLines(lines: readonly string[], paint: Paint): string[] {
  let isInHunk = false;
  return lines.map((line) => {
    if (line.startsWith('diff --git ')) isInHunk = false;
    if (line.startsWith('@@')) isInHunk = true;
    return colourOf(line, isInHunk, paint)(plain(line));
  });
}

function colourOf(line: string, isInHunk: boolean, paint: Paint): (text: string) => string {
  if (!isInHunk) return paint.bold;
  if (line.startsWith('@@')) return paint.cyan;
  if (line.startsWith('+')) return paint.green;
  return line.startsWith('-') ? paint.red : (text) => text;
}
