import type { DispatcherView, SystemStatus } from '@opencode-commander/control';
import type { Table } from './format-table.ts';
import { plain } from './plain.ts';
import { relativeTime } from './relative-time.ts';

/** Why no queued task begins, as a line for people; none when nothing is queued or some dispatcher takes it. */
export function formatHeld({ held, tasks }: Pick<SystemStatus, 'held' | 'tasks'>): string[] {
  return held === null || !tasks.queued ? [] : [`Held   ${plain(held)}`];
}

export function dispatcherTable(dispatchers: readonly DispatcherView[], now: Date): Table {
  return {
    head: ['HOST', 'SLOTS', 'STARTED', 'STATE'],
    rows: dispatchers.map((dispatcher) => [
      dispatcher.host,
      `${dispatcher.running.length} of ${dispatcher.slots}`,
      relativeTime(dispatcher.started_at, now),
      stateOf(dispatcher, now),
    ]),
    notes: dispatchers.map(({ alive, refuses }) => (alive && refuses !== null ? [refuses] : [])),
  };
}

function stateOf({ alive, refuses, last_seen }: DispatcherView, now: Date): string {
  if (!alive) return `dead, seen ${relativeTime(last_seen, now)}`;
  return refuses === null ? 'takes new tasks' : 'takes no new tasks';
}
