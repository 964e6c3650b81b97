import type { ControlClient, LogPage, TaskLogsOptions } from '@opencode-commander/control';

type Logged = LogPage['events'][number];

const PAGE = 500;

/** What is in the log of a task, a page at a time, or the last of it. Gives the cursor at its end. */
export async function* remotePages(
  ask: ControlClient['ask'],
  { id, after, last }: Pick<TaskLogsOptions, 'id' | 'after' | 'last'>,
): AsyncGenerator<Logged, string | undefined, undefined> {
  if (last !== undefined && last <= PAGE && after === undefined) {
    const { events, next } = await ask('logs', { task_id: id, limit: last });
    yield* events;
    return next;
  }
  const kept: Logged[] = [];
  let cursor = after ?? '0-0';
  for (let more = true; more; ) {
    const page = await ask('logs', { task_id: id, after: cursor, limit: PAGE });
    if (last === undefined) yield* page.events;
    else kept.splice(0, kept.length, ...[...kept, ...page.events].slice(-last));
    // A page of nothing but entries that cannot be read ends where it began.
    more = page.more && page.next !== cursor;
    cursor = page.next;
  }
  yield* kept;
  return cursor;
}
