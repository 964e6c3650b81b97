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
  const past = await store.readEvents(id, {
    ...(after !== undefined && { after }),
    ...(last !== undefined && { last: true, limit: last }),
  });
  yield* past;
  if (!follow) return;
  const cursor = past.at(-1)?.cursor ?? after;
  const further = cursor === undefined ? {} : { after: cursor };
  // The store logs an end together with the record: of a task that has ended everything is there by now.
  if (await hasEnded(store, id)) return yield* await store.readEvents(id, further);
  for await (const logged of store.followEvents(id, { ...further, signal })) {
    yield logged;
    if (isEnd(logged.event) && (await hasEnded(store, id))) return;
  }
}

function isEnd(event: TaskEvent): boolean {
  return event.type === 'status' && isTerminal(event.status);
}

/** An end in the log need not be the last: a task that failed may have been queued again. */
async function hasEnded(store: Control['store'], id: TaskId): Promise<boolean> {
  const task = await store.get(id);
  return task === null || isTerminal(task.status);
}
