/** What a terminal would obey, or what would show text in another order than it is in. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Untrusted text as a terminal may show it, on one line: without control characters and bidirectional controls. */
export function plain(text: string): string {
  return text
    .replace(/\t/g, '  ')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(OBEYED, '');
}
