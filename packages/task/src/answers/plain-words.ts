const EMOJI_CODE = /:[a-z0-9_+-]+:/gi;
const NOT_WORDS = /[^\p{L}\p{N}]+/gu;

/** The words of a text, so that spelling, punctuation, emoji and Markdown make no difference. */
export function plainWords(text: string): string {
  return text.normalize('NFKC').replace(EMOJI_CODE, ' ').replace(NOT_WORDS, ' ').trim().toLowerCase();
}

const LEAD =
  /^(?:(?:let s|lets|i d|i would|i|we|you|please|just|yes|ok|okay|well)\s+)*(?:(?:should|can|would|could)\s+)?(?:use|take|choose|pick|prefer|want|go with|go for|say|do)\s+(?:the\s+)?/u;
const TAIL = /\s+(?:please|thanks|thank you|then|is fine)$/u;

/** The same without the words that people wrap a choice in. */
export function bareChoice(words: string): string {
  return words.replace(LEAD, '').replace(TAIL, '');
}
