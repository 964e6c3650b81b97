import type { TaskEvent } from '@opencode-commander/task';

/** The last `count` lines of what the agent and its tools said, for a person to see where it stood. */
export function lastLines(events: readonly TaskEvent[], count: number): string[] {
  return events.flatMap(linesOf).slice(-count);
}

function linesOf(event: TaskEvent): string[] {
  switch (event.type) {
    case 'agent_text':
      return event.text.split('\n');
    case 'tool':
      return event.state === 'running' ? [] : [`${event.tool}: ${event.title}`, ...event.output.split('\n')];
    case 'service':
      return event.message.split('\n');
    case 'status':
      return [];
  }
}
