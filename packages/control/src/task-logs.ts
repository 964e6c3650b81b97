import { type LoggedEvent, TaskNotFoundError } from '@opencode-commander/queue';
import { isTerminal, type TaskEvent, type TaskId } from '@opencode-commander/task';
import type { Control } from './control.ts';

export type TaskLogsOptions = {
  id: TaskId;
  /** Goes on with what happens until the task has ended. */
  follow: boolean;
  /** Only events after this cursor. */
  after?: string;
  /** Of the past only so many events, the latest; at least one. */
  last?: number;
  signal: AbortSignal;
};

/** What happened to a task, oldest first. Throws TaskNotFoundError, RedisError. */
export async function* taskLogs(
  { store }: Pick<Control, 'store'>,
  { id, follow, after, last, signal }: TaskLogsOptions,
): AsyncGenerator<LoggedEvent, void, undefined> {
  if ((await store.get(id)) === null) throw new TaskNotFoundError(id);
  const cursor =
    last === undefined ? yield* store.pastEvents(id, after) : yield* latest(store, { id, after, last });
  if (!follow) return;
  // The store logs an end together with the record: of a task that has ended everything is there by now.
  if (await hasEnded(store, id)) {
    yield* store.pastEvents(id, cursor);
    return;
  }
  for await (const logged of store.followEvents(id, { ...from(cursor), signal })) {
    yield logged;
    if (isEnd(logged.event) && (await hasEnded(store, id))) return;
  }
}

async function* latest(
  store: Control['store'],
  { id, after, last }: { id: TaskId; after: string | undefined; last: number },
): AsyncGenerator<LoggedEvent, string | undefined, undefined> {
  const { events, end } = await store.readPart(id, { ...from(after), last: true, limit: last });
  yield* events;
  return end ?? after;
}

function from(after: string | undefined): { after?: string } {
  return after === undefined ? {} : { after };
}

function isEnd(event: TaskEvent): boolean {
  return event.type === 'status' && isTerminal(event.status);
}

/** An end in the log need not be the last: a task that failed may have been queued again. */
async function hasEnded(store: Control['store'], id: TaskId): Promise<boolean> {
  const task = await store.get(id);
  return task === null || isTerminal(task.status);
}
