import { rm } from 'node:fs/promises';
import { listSandboxes, parseRunDirectoryName } from '@opencode-commander/sandbox';
import { isTerminal, type Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { entriesOf } from './entries-of.ts';

type Housekeeper = Pick<DispatcherContext, 'podman' | 'owners'> & { config: { runDir: string } };

/**
 * Removes the directories of runs whose dispatcher died before it had made a container with them. Of any installation's
 * containers none loses its directory: `runDir` may be shared.
 */
export async function removeRunDirectories({ config, podman, owners }: Housekeeper): Promise<void> {
  const runs = await entriesOf(config.runDir, parseRunDirectoryName);
  if (runs.length === 0) return;
  const sandboxes = await listSandboxes(podman);
  for (const { taskId, epoch, path } of runs) {
    const isUsed = sandboxes.some((sandbox) => sandbox.taskId === taskId && sandbox.epoch === epoch);
    if (isUsed || (await owners.keep(taskId, (task) => mayUse(task, epoch)))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

/** Whether the run `epoch` of the task may be about to make a container; of a task that nobody knows nobody can tell. */
export function mayUse(task: Pick<Task, 'status' | 'epoch'> | null, epoch: number): boolean {
  return task === null || (!isTerminal(task.status) && task.epoch <= epoch);
}
