import type { ProcessView } from '@opencode-commander/control';
import type { Table } from './format-table.ts';
import { relativeTime } from './relative-time.ts';

/** The processes that are dead or cannot do their work, with what keeps each from it. */
export function unwellTable(processes: readonly ProcessView[], now: Date): Table {
  const unwell = processes.filter(({ alive, problems }) => !alive || problems.length > 0);
  return {
    head: ['SERVICE', 'HOST', 'PID', 'STARTED', 'STATE'],
    rows: unwell.map(({ service, host, pid, started_at, alive, last_seen }) => [
      service,
      host,
      String(pid),
      relativeTime(started_at, now),
      alive ? 'is not well' : `dead, seen ${relativeTime(last_seen, now)}`,
    ]),
    notes: unwell.map(({ alive, problems }) => (alive ? problems : [])),
  };
}

/** That nobody looks at GitHub although the others live, as a line for people. */
export function formatMissing(processes: readonly ProcessView[]): string[] {
  const alive = processes.filter((each) => each.alive);
  if (alive.length === 0 || alive.some(({ service }) => service === 'poller')) return [];
  return ['Poller none is alive: nothing new is taken from GitHub, and nothing written there'];
}
