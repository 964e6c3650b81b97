import type { LoggedEvent } from '@opencode-commander/queue';
import type { TaskEvent } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';
import type { Fragment } from '../live/fragment.ts';
import { statusBadge } from '../parts/status-badge.ts';
import { time } from '../parts/time.ts';

export const TRANSCRIPT_ID = 'transcript';

const rendered = new WeakMap<TaskEvent, Fragment>();

/** What happened, an item each; the items of an event are one for everybody who looks. */
export function transcriptItems(events: readonly LoggedEvent[]): Fragment[] {
  return events.map(({ cursor, event }) => {
    const id = `event-${cursor}`;
    const before = rendered.get(event);
    if (before?.id === id) return before;
    const fragment = { id, within: TRANSCRIPT_ID, html: item(id, event) };
    rendered.set(event, fragment);
    return fragment;
  });
}

function item(id: string, event: TaskEvent): Html {
  return html`<li id="${id}" class="${event.type}">${time(event.at)}<div>${content(event)}</div></li>`;
}

function content(event: TaskEvent): Html {
  switch (event.type) {
    case 'status':
      return html`${statusBadge(event.status)} ${event.message}`;
    case 'agent_text':
      return html`<div class="words" dir="auto">${event.text.trim()}</div>`;
    case 'tool':
      return toolCall(event);
    case 'service':
      return html`<span class="is-${event.level}">${event.message}</span>`;
  }
}

const MARKS = { running: '…', completed: '✓', error: '✗' } as const;
const STATES = { running: 'runs', completed: 'done', error: 'failed' } as const;

function toolCall({ tool, title, state, output }: TaskEvent & { type: 'tool' }): Html {
  return html`<span class="call is-${state}"><span aria-hidden="true">${MARKS[state]}</span><span class="unseen">${STATES[state]}: </span> <code>${tool}</code> <bdi>${title}</bdi></span>
${output.trim() !== '' && html`<pre tabindex="0">${output.trim()}</pre>`}`;
}
