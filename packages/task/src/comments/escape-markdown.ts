import { oneLine, printable } from '../plain-text.ts';
import { stripHidden } from '../untrusted.ts';

const SENTENCE_LENGTH = 2_000;

/**
 * Text an agent wrote, without mentions that would notify people and without references that could close other issues,
 * in whatever spelling: a word joiner, which nobody sees, parts the sign from what it refers to.
 */
export function defuse(text: string): string {
  return text
    .replace(/@(?=[A-Za-z0-9])/g, '@\u2060')
    .replace(/#(?=\d)/g, '#\u2060')
    .replace(/\bGH-(?=\d)/gi, 'GH-\u2060')
    .replace(/\/(issues|pull)\/(?=\d)/gi, '/$1/\u2060')
    .replace(/&(?=#?\w+;)/g, '&\u2060');
}

/** Untrusted text as one plain line of Markdown. */
export function escapeMarkdown(text: string, maxLength: number = SENTENCE_LENGTH): string {
  return defuse(oneLine(stripHidden(text), maxLength).replace(/[\\`*_[\]<>]/g, '\\$&'));
}

/** Untrusted text as inline code, in which nothing has a meaning. */
export function inlineCode(text: string, maxLength: number = 200): string {
  return `\`${oneLine(stripHidden(text), maxLength).replaceAll('`', "'")}\``;
}

/** Untrusted lines as a block of code, whatever backticks they hold. */
export function codeBlock(lines: readonly string[]): string {
  const longest = lines
    .flatMap((line) => (line.match(/`+/g) ?? []).map((ticks) => ticks.length))
    .reduce((most, length) => Math.max(most, length), 2);
  const ticks = '`'.repeat(longest + 1);
  return [`${ticks}text`, ...lines.map(printable), ticks].join('\n');
}
