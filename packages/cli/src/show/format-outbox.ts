import type { OutboxList } from '@opencode-commander/control';
import type { Showing } from './format-status.ts';
import { formatTable } from './format-table.ts';
import { relativeTime } from './relative-time.ts';

/** What is not on GitHub yet, as lines for people. */
export function formatOutbox(
  { writes, waiting, dead, lost }: OutboxList,
  { now, columns, paint }: Showing,
): string[] {
  const dropped = lost > 0 ? [lostLine(lost)] : [];
  if (writes.length === 0) return lost > 0 ? dropped : ['Everything is written.'];
  const rows = writes.map(({ state, thread, what, enqueued_at, id }) => [
    state,
    thread ?? '-',
    what,
    relativeTime(enqueued_at, now),
    id,
  ]);
  const notes = writes.map(({ reason, attempts }) => {
    const tries = attempts === 1 ? 'once' : `${attempts} times`;
    if (reason === null) return [];
    return [attempts === 0 ? reason : `tried ${tries}: ${reason}`];
  });
  const head = ['STATE', 'ISSUE', 'WHAT', 'SINCE', 'ID'];
  const table = formatTable({ head, rows, notes }, columns, paint.dim);
  const hidden = waiting + dead - writes.length;
  const more = hidden > 0 ? [`and ${hidden} more: see --limit`] : [];
  return [...table, ...more, ...dropped];
}

function lostLine(lost: number): string {
  return lost === 1
    ? 'Redis has lost what 1 dead write was to say: it is dropped.'
    : `Redis has lost what ${lost} dead writes were to say: they are dropped.`;
}
