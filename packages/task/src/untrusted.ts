// Zero-width characters, bidirectional controls, the tag block and variation selectors beyond emoji's own.
const INVISIBLE = /[\u00AD\u200B-\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

/** The text without what a person reading the page would not see: HTML comments, zero-width and bidi characters. */
export function stripHidden(text: string): string {
  // A space in its place, so that what stood around a comment cannot form another one.
  return text.replace(INVISIBLE, '').replace(HTML_COMMENT, ' ');
}

/** Code and logs without characters that nobody sees; what is a comment in HTML is read by everybody there. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** Untrusted text between two lines that carry a nonce its author could not know. */
export function fence(text: string, nonce: string): string {
  return `<<<untrusted ${nonce}\n${text}\nuntrusted ${nonce}>>>`;
}
