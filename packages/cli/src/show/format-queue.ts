import type { QueueEntry } from '@opencode-commander/control';
import { issueOf, type Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';
import { relativeTime } from './relative-time.ts';
import { waitingFor } from './waiting-for.ts';

/** What waits for an agent, as lines for people. */
export function formatQueue(queue: readonly QueueEntry[], { now, columns, paint }: Showing): string[] {
  if (queue.length === 0) return ['The queue is empty.'];
  const rows = queue.map(({ position, task }) => [
    position === null ? '-' : String(position),
    task.id,
    issueOf(task),
    task.priority,
    relativeTime(task.created_at, now),
    task.title,
  ]);
  const notes = queue.map(({ task }) => {
    const reason = waitingFor(task, now);
    return reason === null ? [] : [reason];
  });
  const head = ['#', 'TASK', 'ISSUE', 'PRIORITY', 'CREATED', 'TITLE'];
  return formatTable({ head, rows, notes }, columns, paint.dim);
}
