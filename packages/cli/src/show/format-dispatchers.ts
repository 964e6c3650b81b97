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

/** Those that live: the dead are among the processes that are not well. */
export function dispatcherTable(
  { dispatchers, pauses }: Pick<SystemStatus, 'dispatchers' | 'pauses'>,
  now: Date,
): Table {
  const isPaused = pauses.some(({ scope }) => scope === 'all');
  const living = dispatchers.filter(({ alive }) => alive);
  return {
    head: ['HOST', 'SLOTS', 'STARTED', 'STATE'],
    rows: living.map((dispatcher) => [
      dispatcher.host,
      `${dispatcher.running.length} of ${dispatcher.slots}`,
      relativeTime(dispatcher.started_at, now),
      stateOf(dispatcher, isPaused),
    ]),
    notes: living.map(({ refuses }) => (refuses === null ? [] : [refuses])),
  };
}

function stateOf({ refuses }: DispatcherView, isPaused: boolean): string {
  if (refuses !== null) return 'takes no new tasks';
  return isPaused ? 'paused' : 'takes new tasks';
}
