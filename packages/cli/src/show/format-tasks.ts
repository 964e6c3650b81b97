import type { OutputOf } from '@opencode-commander/control';
import { issueOf, type Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';
import { relativeTime } from './relative-time.ts';

/** A page of tasks, as lines for people. */
export function formatTasks(
  { tasks, next }: OutputOf<'tasks.list'>,
  { now, columns, paint, isFiltered }: Showing & { isFiltered: boolean },
): string[] {
  const rows = tasks.map((task) => [
    task.id,
    issueOf(task),
    task.status,
    relativeTime(task.created_at, now),
    task.title,
  ]);
  const head = ['TASK', 'ISSUE', 'STATUS', 'CREATED', 'TITLE'];
  const lines =
    rows.length === 0
      ? [isFiltered ? 'No such task is here.' : 'There is no task.']
      : formatTable({ head, rows }, columns, paint.dim);
  return [...lines, ...(next === null ? [] : [paint.dim(`There may be more: --cursor ${next}`)])];
}
