import { listSandboxes, type SandboxSummary } from '@opencode-commander/sandbox';
import { isTerminal, type Task, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { quarantinesDirectory } from '../open/directories.ts';
import { parseQuarantineName } from '../open/quarantine-name.ts';
import { removeQuarantine } from '../open/remove-quarantine.ts';
import { entriesOf } from './entries-of.ts';

type Keeper = Pick<DispatcherContext, 'owners' | 'podman' | 'instance'> & { config: { dataDir: string } };

type Which = {
  /** Those of one task only. */
  taskId?: TaskId;
  /** Containers that are about to go. */
  without?: readonly SandboxSummary[];
};

/** Removes the quarantines of a task that it needs no more. */
export async function removeQuarantines(
  context: Keeper & Pick<DispatcherContext, 'failpoints'>,
  which: Which & { taskId: TaskId },
): Promise<void> {
  for (const path of await findQuarantines(context, which)) await removeQuarantine(context, path);
}

/** The quarantines that no task needs any more. */
export async function findQuarantines(
  { config, owners, podman, instance }: Keeper,
  { taskId: wanted, without = [] }: Which = {},
): Promise<string[]> {
  const found = await entriesOf(quarantinesDirectory(config), parseQuarantineName);
  const quarantines = found.filter(({ taskId }) => wanted === undefined || taskId === wanted);
  if (quarantines.length === 0) return [];
  const going = new Set(without.map(({ id }) => id));
  const sandboxes = (await listSandboxes(podman, { instance })).filter(({ id }) => !going.has(id));
  const unneeded: string[] = [];
  for (const { taskId, epoch, path } of quarantines) {
    const epochs = sandboxes.filter((sandbox) => sandbox.taskId === taskId).map((sandbox) => sandbox.epoch);
    if (!(await owners.keep(taskId, (task) => needsQuarantine(task, { epoch, sandboxes: epochs }))))
      unneeded.push(path);
  }
  return unneeded;
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
