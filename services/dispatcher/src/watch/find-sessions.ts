import { isTerminal, type Task, type TaskId, taskIdSchema } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { sessionsDirectory } from '../open/directories.ts';
import { entriesOf } from './entries-of.ts';

type Keeper = Pick<DispatcherContext, 'owners'> & { config: { dataDir: string } };

/** The kept sessions that no follow-up will go on with. */
export async function findSessions({ config, owners }: Keeper): Promise<string[]> {
  const unneeded: string[] = [];
  for (const { taskId, path } of await entriesOf(sessionsDirectory(config), parseSessionName)) {
    if (!(await owners.keep(taskId, needsSession))) unneeded.push(path);
  }
  return unneeded;
}

/** Whose session a file holds, also one that a dispatcher died over; null: none of ours. */
export function parseSessionName(name: string): { taskId: TaskId } | null {
  const taskId = taskIdSchema.safeParse(name.replace(/\.json(\.[0-9a-f]{8})?$/, '')).data;
  return taskId === undefined ? null : { taskId };
}

/** Whether follow-ups of the task may still come. */
export function needsSession(root: Pick<Task, 'status' | 'pull'> | null): boolean {
  if (root === null) return false;
  return !isTerminal(root.status) || (root.status === 'completed' && root.pull?.state === 'open');
}
