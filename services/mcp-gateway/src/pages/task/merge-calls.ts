import type { LoggedEvent } from '@opencode-commander/queue';

/**
 * The events with each call of a tool once: its end takes the place of its beginning. Agents choose what calls are called, so
 * a call that has ended stays whatever a later one calls itself.
 */
export function mergeCalls(events: readonly LoggedEvent[]): LoggedEvent[] {
  const merged = new Map<string, LoggedEvent>();
  const running = new Map<string, string>();
  for (const logged of events) {
    const cursor = placeOf(logged, running);
    merged.set(cursor, { ...logged, cursor });
  }
  return [...merged.values()];
}

/** `running` has where the calls began that have not ended. */
function placeOf({ cursor, event }: LoggedEvent, running: Map<string, string>): string {
  if (event.type !== 'tool') return cursor;
  const { callId, state } = event;
  const began = state === 'running' ? undefined : running.get(callId);
  if (state === 'running') running.set(callId, cursor);
  else running.delete(callId);
  return began ?? cursor;
}
