import type { QueueEntry } from '@opencode-commander/control';
import { PRIORITIES } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';
import { taskLink } from '../parts/task-link.ts';
import { time } from '../parts/time.ts';
import { whyWaiting } from '../parts/why-waiting.ts';
import type { FleetView } from './fleet-view.ts';

/** What waits for an agent, the most urgent first. */
export function queueSection({ tasks }: FleetView['status'], queue: readonly QueueEntry[]): Html {
  const more = (tasks['queued'] ?? 0) - queue.length;
  const groups = PRIORITIES.map((priority) => ({
    priority,
    entries: queue.filter(({ task }) => task.priority === priority),
  }));
  return html`<section id="queue" aria-labelledby="queue-title"><h2 id="queue-title">Queue</h2>
${queue.length === 0 && html`<p class="soft">Nothing waits for an agent.</p>`}
${groups.filter(({ entries }) => entries.length > 0).map(group)}
${more > 0 && html`<p class="soft">and ${more} more</p>`}</section>`;
}

function group({ priority, entries }: { priority: string; entries: readonly QueueEntry[] }): Html {
  return html`<h3 class="priority">${priority} <span class="soft">${entries.length}</span></h3>
<ol class="rows">${entries.map(row)}</ol>`;
}

function row({ position, task }: QueueEntry): Html {
  const why = whyWaiting(task);
  return html`<li><span class="place">${position ?? '–'}</span><div>${taskLink(task)}
<p class="soft">${why ?? html`since ${time(task.created_at)}`}</p></div></li>`;
}
