import { stripHidden } from '../untrusted.ts';

/** A line of Markdown; `spoken` when its author says it rather than quotes it or shows it as code. */
export type Line = { text: string; spoken: boolean };

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const QUOTE = /^ {0,3}>/;
const INDENTED = /^(?: {4}|\t)/;

/** The lines of a comment as its readers see them, without hidden text, and which of them its author says. */
export function spokenLines(body: string): Line[] {
  let fence: string | null = null;
  return stripHidden(body)
    .split(/\r\n?|\n/)
    .map((text) => {
      const inside = fence !== null;
      fence = fenceAfter(text, fence);
      const isFence = FENCE.test(text);
      return { text, spoken: !inside && !isFence && !QUOTE.test(text) && !INDENTED.test(text) };
    });
}

/** A text whose last block of code has an end, so that what comes after it is none. */
export function closeCode(text: string): string {
  const open = text.split('\n').reduce<string | null>((fence, line) => fenceAfter(line, fence), null);
  return open === null ? text : `${text}\n${open}`;
}

/** The fence of the block of code that is open after a line; null when none is. */
function fenceAfter(line: string, fence: string | null): string | null {
  const ticks = FENCE.exec(line)?.[1] ?? null;
  if (fence === null) return ticks;
  return ticks !== null && closes(ticks, fence) && line.trim() === ticks ? null : fence;
}

function closes(ticks: string, fence: string): boolean {
  return ticks[0] === fence[0] && ticks.length >= fence.length;
}
