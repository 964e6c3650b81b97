import { Marked, type TokenizerAndRendererExtension } from 'marked';
import sanitize from 'sanitize-html';
import { type Html, trusted } from './html.ts';

/** Untrusted Markdown as a page shows it: no scripts, styles, images or comments; `#12` links to `<base>/issues/12`. */
export function renderMarkdown(text: string, base: string): Html {
  const marked = new Marked({ gfm: true, breaks: true, extensions: [issueReference(base)] });
  return trusted(sanitize(marked.parse(text, { async: false }), ALLOWED));
}

const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'hr', 'br'],
    ...['a', 'strong', 'em', 'del', 'sub', 'sup', 'kbd', 'details', 'summary', 'input'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled'],
    th: ['align'],
    td: ['align'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  exclusiveFilter: ({ tag, attribs }) => tag === 'input' && attribs['type'] !== 'checkbox',
  transformTags: {
    a: sanitize.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }),
    input: sanitize.simpleTransform('input', { disabled: '' }),
  },
};

function issueReference(base: string): TokenizerAndRendererExtension {
  return {
    name: 'issueReference',
    level: 'inline',
    start: (source) => /(?<![\w&/])#\d/.exec(source)?.index,
    tokenizer(source) {
      const [raw, number] = /^#(\d{1,9})\b/.exec(source) ?? [];
      return raw === undefined ? undefined : { type: 'issueReference', raw, number };
    },
    renderer: ({ raw, ['number']: number }) => `<a href="${base}/issues/${number}">${raw}</a>`,
  };
}
