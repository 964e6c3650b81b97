import { removeSandboxes, type SandboxSummary } from '@opencode-commander/sandbox';
import { isTerminal, type Task, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';

type Reaper = Pick<DispatcherContext, 'podman' | 'instance' | 'store'>;

/** Removes this installation's containers that no run can own any more; of one task only where it is given. */
export async function reapSandboxes(
  { podman, instance, store }: Reaper,
  { taskId }: { taskId?: TaskId } = {},
): Promise<SandboxSummary[]> {
  const tasks = await store.list();
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const isKept = (sandbox: SandboxSummary) => {
    const isOther = taskId !== undefined && sandbox.taskId !== taskId;
    return isOther || !isOrphan(sandbox, byId.get(sandbox.taskId) ?? null);
  };
  return removeSandboxes(podman, { instance, unless: isKept });
}

/** Whether no run of `task` can own the container. */
export function isOrphan(sandbox: { epoch: number }, task: Pick<Task, 'status' | 'epoch'> | null): boolean {
  if (task === null || isTerminal(task.status) || task.status === 'queued') return true;
  return sandbox.epoch !== task.epoch;
}
