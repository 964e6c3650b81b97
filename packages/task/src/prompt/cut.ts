/** The beginning of a text, and a word about what is missing. */
export function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text.slice(0, length).replace(HALF_AT_END, '')}\n[… ${text.length - length} characters more]`;
}

/** The end of a text, and a word about what is missing. */
export function cutStart(text: string, length: number): string {
  if (text.length <= length) return text;
  return `[${text.length - length} characters before …]\n${text.slice(-length).replace(HALF_AT_START, '')}`;
}

const HALF_AT_END = /[\uD800-\uDBFF]$/;
const HALF_AT_START = /^[\uDC00-\uDFFF]/;
