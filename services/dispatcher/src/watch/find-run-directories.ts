import { listSandboxes, parseRunDirectoryName, type SandboxSummary } from '@opencode-commander/sandbox';
import { isTerminal, type Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { entriesOf } from './entries-of.ts';

type Housekeeper = Pick<DispatcherContext, 'podman' | 'owners'> & { config: { runDir: string } };

/**
 * The directories of runs whose dispatcher died before it had made a container with them. Of any installation's containers none
 * loses its directory, for `runDir` may be shared, and that of one that is removed goes with it.
 */
export async function findRunDirectories({ config, podman, owners }: Housekeeper): Promise<string[]> {
  const runs = await entriesOf(config.runDir, parseRunDirectoryName);
  if (runs.length === 0) return [];
  const sandboxes = await listSandboxes(podman);
  const unused: string[] = [];
  for (const { taskId, epoch, path } of runs) {
    if (sandboxes.some((sandbox) => isOf(sandbox, { taskId, epoch }))) continue;
    if (!(await owners.keep(taskId, (task) => mayUse(task, epoch)))) unused.push(path);
  }
  return unused;
}

type Made = Pick<SandboxSummary, 'taskId' | 'epoch'>;

function isOf(sandbox: Made, { taskId, epoch }: Made): boolean {
  return sandbox.taskId === taskId && sandbox.epoch === epoch;
}

/** Whether the run `epoch` of the task may be about to make a container; of a task that nobody knows nobody can tell. */
export function mayUse(task: Pick<Task, 'status' | 'epoch'> | null, epoch: number): boolean {
  return task === null || (!isTerminal(task.status) && task.epoch <= epoch);
}
