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
      const ticks = FENCE.exec(text)?.[1] ?? null;
      const inside = fence !== null;
      if (fence === null) fence = ticks;
      else if (ticks !== null && closes(ticks, fence) && text.trim() === ticks) fence = null;
      return { text, spoken: !inside && ticks === null && !QUOTE.test(text) && !INDENTED.test(text) };
    });
}

function closes(ticks: string, fence: string): boolean {
  return ticks[0] === fence[0] && ticks.length >= fence.length;
}
