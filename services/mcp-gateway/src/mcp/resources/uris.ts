import { type TaskId, taskIdSchema } from '@opencode-commander/task';

/** The list of tasks. */
export const TASKS_URI = 'commander://tasks';
/** A task's record, and what happened to it as text, by its id. */
export const TASK_TEMPLATE = `${TASKS_URI}/{id}`;
export const TRANSCRIPT_TEMPLATE = `${TASKS_URI}/{id}/transcript`;

/** Where a task's record and transcript are. */
export function taskUris(id: TaskId): [record: string, transcript: string] {
  return [`${TASKS_URI}/${id}`, `${TASKS_URI}/${id}/transcript`];
}

/** Ids are shorter than this, but have no bound of their own. */
const LONGEST = 100;

/** Whether a resource may have this URI; there need be no such task. */
export function isResourceUri(uri: string): boolean {
  if (uri.length > LONGEST) return false;
  const [id = ''] = uri.slice(`${TASKS_URI}/`.length).split('/');
  return uri === TASKS_URI || (taskIdSchema.safeParse(id).success && taskUris(id).includes(uri));
}
