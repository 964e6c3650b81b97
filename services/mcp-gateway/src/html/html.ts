import { printable } from '@opencode-commander/task';

/** Markup that is safe to put on a page. */
export type Html = { readonly markup: string };

type Content = Html | string | number | null | false | readonly Content[];

/**
 * A template of markup: everything put into it is escaped, and without control characters or such as hide or reorder words,
 * unless it is markup already. Attributes stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const filled = parts.map((part, i) => part + (i < contents.length ? toMarkup(contents[i] ?? null) : ''));
  return { markup: filled.join('') };
}

function toMarkup(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return 'markup' in content ? content.markup : content.map(toMarkup).join('');
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
