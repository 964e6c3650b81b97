import type { LogPage } from '@opencode-commander/control';
import { oneLine, stripHidden } from '@opencode-commander/task';

type Event = LogPage['events'][number]['event'];

/** What is longer stands in the data whole. */
const LONGEST = 500;

/** What happened, in a line that begins with its time. */
export function eventLine(event: Event, longest = LONGEST): string {
  return `${event.at} ${oneLine(stripHidden(textOf(event)), longest)}`;
}

function textOf(event: Event): string {
  switch (event.type) {
    case 'status':
      return event.message === '' ? event.status : `${event.status}: ${event.message}`;
    case 'agent_text':
      return `agent: ${event.text}`;
    case 'tool':
      return `${event.tool} ${event.title} (${event.state})${event.output === '' ? '' : `\n${event.output}`}`;
    case 'service':
      return event.message;
  }
}
