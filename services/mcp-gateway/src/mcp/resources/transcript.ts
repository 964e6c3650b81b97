import type { ControlClient } from '@opencode-commander/control';
import { eventLine } from '../describe/event-line.ts';

const MAX_EVENTS = 500;
const LONGEST_LINE = 2_000;
const MAX_LENGTH = 64_000;

/** What happened to a task, in lines, oldest first: the latest part of it. Throws TaskNotFoundError, RedisError. */
export async function transcript(client: ControlClient, id: string, maxLength = MAX_LENGTH): Promise<string> {
  const { events } = await client.ask('logs', { task_id: id, limit: MAX_EVENTS });
  const lines = events.map(({ event }) => eventLine(event, LONGEST_LINE));
  const kept = latest(lines, maxLength);
  const isCut = kept.length < lines.length || events.length === MAX_EVENTS;
  const missing = 'Earlier lines are left out: commander_logs with after "0-0" begins at the first.';
  return [...(isCut ? [missing] : []), ...kept].join('\n');
}

function latest(lines: readonly string[], maxLength: number): string[] {
  let room = maxLength;
  const first = lines.findLastIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return lines.slice(first + 1);
}
