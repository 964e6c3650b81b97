import { html } from '../../html/html.ts';
import type { Fragment } from '../live/fragment.ts';

/** A line at the top of a page about the page itself; null says nothing. */
export function noticeFragment(line: string | null): Fragment {
  return {
    id: 'notice',
    html: html`<div id="notice" role="status">${line !== null && html`<p class="notice">${line}</p>`}</div>`,
  };
}
