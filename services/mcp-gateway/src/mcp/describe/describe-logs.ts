import type { LogPage } from '@opencode-commander/control';
import { oneLine, stripHidden } from '@opencode-commander/task';

type Event = LogPage['events'][number]['event'];

/** What is longer stands in the data whole. */
const LONGEST = 500;

/** Events as lines, with what to ask for next. */
export function describeLogs({ events, next, more }: LogPage): string {
  const lines = events.map(({ event }) => `${event.at} ${oneLine(stripHidden(textOf(event)), LONGEST)}`);
  const further = more ? 'There is more' : 'That is all so far';
  return [...lines, `${further}: go on with after "${next}".`].join('\n');
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
