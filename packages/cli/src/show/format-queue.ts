import type { OutputOf } from '@opencode-commander/control';
import { issueOf, type Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';
import { relativeTime } from './relative-time.ts';
import { waitingFor } from './waiting-for.ts';

/** What waits for an agent, as lines for people. */
export function formatQueue(
  { queue, total }: OutputOf<'queue.list'>,
  { now, columns, paint }: Showing,
): string[] {
  if (total === 0) return ['Nothing waits.'];
  const rows = queue.map(({ position, task }) => [
    position === null ? '-' : String(position),
    task.id,
    issueOf(task),
    task.priority,
    relativeTime(task.created_at, now),
    task.title,
  ]);
  const notes = queue.map(({ position, task }) => {
    const reason = waitingFor(task, now) ?? (position === null ? 'is not due yet' : null);
    return reason === null ? [] : [reason];
  });
  const head = ['#', 'TASK', 'ISSUE', 'PRIORITY', 'CREATED', 'TITLE'];
  const rest = queue.length < total ? [paint.dim(`${queue.length} of ${total} are shown.`)] : [];
  return [...formatTable({ head, rows, notes }, columns, paint.dim), ...rest];
}
