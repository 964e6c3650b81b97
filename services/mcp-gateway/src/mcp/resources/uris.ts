import type { TaskId } from '@opencode-commander/task';

/** The list of tasks. */
export const TASKS_URI = 'commander://tasks';
/** A task's record, and what happened to it as text, by its id. */
export const TASK_TEMPLATE = `${TASKS_URI}/{id}`;
export const TRANSCRIPT_TEMPLATE = `${TASKS_URI}/{id}/transcript`;

/** Where a task's record and transcript are. */
export function taskUris(id: TaskId): [record: string, transcript: string] {
  return [`${TASKS_URI}/${id}`, `${TASKS_URI}/${id}/transcript`];
}
