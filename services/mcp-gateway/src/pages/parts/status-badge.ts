import type { Status } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';

/** A status in words and colour. */
export function statusBadge(status: Status): Html {
  return html`<span class="badge is-${status}">${statusName(status)}</span>`;
}

/** As people say it. */
export function statusName(status: Status): string {
  return status === 'waiting_human' ? 'waiting for an answer' : status;
}
