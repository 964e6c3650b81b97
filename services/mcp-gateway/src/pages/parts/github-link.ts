import { type Html, html } from '../../html/html.ts';

/** A link to GitHub; what is no address of the web is text. */
export function gitHubLink(url: string, text: string): Html {
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
  return isWeb ? html`<a href="${url}" rel="noreferrer">${text}</a>` : html`${text}`;
}
