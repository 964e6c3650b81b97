/** Markup that is safe to put on a page. */
export type Html = { readonly markup: string };

type Content = Html | string | number | null | false | readonly Content[];

/** A template of markup: everything put into it is escaped, unless it is markup already. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const filled = parts.map((part, i) => part + (i < contents.length ? toMarkup(contents[i] ?? null) : ''));
  return { markup: filled.join('') };
}

/** Markup that somebody else has made safe. */
export function trusted(markup: string): Html {
  return { markup };
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function toMarkup(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content));
  return 'markup' in content ? content.markup : content.map(toMarkup).join('');
}
