import { rm } from 'node:fs/promises';
import { storeAge } from '@opencode-commander/queue';
import { listSandboxes } from '@opencode-commander/sandbox';
import { isTerminal, type Task, type TaskId, taskIdSchema } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { quarantinesDirectory, sessionsDirectory } from '../open/directories.ts';
import { parseQuarantineName } from '../open/quarantine-name.ts';
import { removeQuarantine } from '../open/remove-quarantine.ts';
import { entriesOf } from './entries-of.ts';

/**
 * In so many ms the tasks of a Redis that has lost everything are rebuilt from GitHub: what belongs to a task that it does
 * not know is kept for so long.
 */
const REBUILT_MS = 5 * 60_000;

/** Removes the quarantines and the kept sessions that no task needs any more. */
export async function removeLeftovers(context: DispatcherContext): Promise<void> {
  if ((await storeAge(context.queues)) < Math.max(REBUILT_MS, 4 * context.config.github.pollIntervalMs))
    return;
  await removeQuarantines(context);
  await removeSessions(context);
}

/** Removes the quarantines that no task needs any more; of one task only where it is given. */
export async function removeQuarantines(
  context: DispatcherContext,
  { taskId: wanted }: { taskId?: TaskId } = {},
): Promise<void> {
  const { config, owners, podman, instance } = context;
  const found = await entriesOf(quarantinesDirectory(config), parseQuarantineName);
  const quarantines = found.filter(({ taskId }) => wanted === undefined || taskId === wanted);
  if (quarantines.length === 0) return;
  const sandboxes = await listSandboxes(podman, { instance });
  for (const { taskId, epoch, path } of quarantines) {
    const epochs = sandboxes.filter((sandbox) => sandbox.taskId === taskId).map((sandbox) => sandbox.epoch);
    if (await owners.keep(taskId, (task) => needsQuarantine(task, { epoch, sandboxes: epochs }))) continue;
    await removeQuarantine(context, path);
  }
}

/**
 * Whether the quarantine of the run `epoch` may still be published from, or gone on from; `sandboxes`: the epochs of the
 * task's containers. A container is made after its quarantine has taken over what was pushed to those before.
 */
export function needsQuarantine(
  task: Pick<Task, 'status'> | null,
  { epoch, sandboxes }: { epoch: number; sandboxes: readonly number[] },
): boolean {
  if (task === null || isTerminal(task.status)) return false;
  return sandboxes.includes(epoch) || sandboxes.every((each) => each < epoch);
}

async function removeSessions({ config, owners }: DispatcherContext): Promise<void> {
  for (const { taskId, path } of await entriesOf(sessionsDirectory(config), parseSessionName)) {
    if (!(await owners.keep(taskId, needsSession))) await rm(path, { force: true });
  }
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
