import type { DispatcherView, SystemStatus } from '@opencode-commander/control';
import type { Table } from './format-table.ts';
import { plain } from './plain.ts';
import { relativeTime } from './relative-time.ts';

/**
 * Why no queued task begins, as a line for people; none when some dispatcher takes it, or when nothing is queued and
 * some dispatcher lives.
 */
export function formatHeld({
  held,
  tasks,
  dispatchers,
}: Pick<SystemStatus, 'held' | 'tasks' | 'dispatchers'>): string[] {
  const isIdle = !tasks.queued && dispatchers.some(({ alive }) => alive);
  return held === null || isIdle ? [] : [`Held   ${plain(held)}`];
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
