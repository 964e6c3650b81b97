// Control, format (zero-width, bidirectional, tags), private-use, surrogate and line-separator characters.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const UNSEEN_BUT_LAYOUT = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Untrusted text as people may be shown it on one line, at most `maxLength` UTF-16 units long: white space is a single
 * space, and nothing is left that a terminal would obey or that would hide or reorder words.
 */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
  if (line.length <= maxLength) return line;
  // Half a character may be left at the end of the cut.
  return `${line
    .slice(0, maxLength - 1)
    .replace(UNSEEN, '')
    .trimEnd()}…`;
}

/** Untrusted text of several lines without what a terminal would obey, or what would hide or reorder words. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN_BUT_LAYOUT, '');
}
