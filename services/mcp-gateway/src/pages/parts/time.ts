import { type Html, html } from '../../html/html.ts';

/** An instant as it stays true; a script says in its place how long ago it was. */
export function time(at: string | null): Html {
  if (at === null) return html`–`;
  const shown = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return html`<time datetime="${at}">${shown}</time>`;
}
