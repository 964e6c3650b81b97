import type { LoggedEvent } from '@opencode-commander/queue';
import { type Html, html } from '../../html/html.ts';
import { statusBadge } from '../parts/status-badge.ts';
import { time } from '../parts/time.ts';
import type { TaskScene } from './task-scene.ts';

/** How a task came to where it stands. */
export function timelineSection({ statuses }: TaskScene): Html {
  return html`<section id="timeline" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>
<ol class="timeline">${statuses.map(step)}</ol></section>`;
}

function step({ event }: LoggedEvent): Html | null {
  if (event.type !== 'status') return null;
  return html`<li>${statusBadge(event.status)} ${time(event.at)}<p class="soft">${event.message}</p></li>`;
}
