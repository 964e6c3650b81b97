import { listSandboxes, removeSandboxes, type SandboxSummary } from '@opencode-commander/sandbox';
import { isTerminal, type Task, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';

type Reaper = Pick<DispatcherContext, 'podman' | 'instance' | 'store'>;

/** Removes this installation's containers that no run can own any more; of one task only where it is given. */
export async function reapSandboxes(
  { podman, instance, store }: Reaper,
  { taskId }: { taskId?: TaskId } = {},
): Promise<SandboxSummary[]> {
  const listed = await listSandboxes(podman, { instance });
  const candidates = listed.filter((sandbox) => taskId === undefined || sandbox.taskId === taskId);
  const orphans = new Set<string>();
  // The records are read after the containers were listed: a run claimed in between has a record that says so.
  for (const sandbox of candidates) {
    if (isOrphan(sandbox, await store.get(sandbox.taskId))) orphans.add(sandbox.id);
  }
  if (orphans.size === 0) return [];
  return removeSandboxes(podman, { instance, unless: ({ id }) => !orphans.has(id) });
}

/** Whether no run of `task` can own the container. */
export function isOrphan(sandbox: { epoch: number }, task: Pick<Task, 'status' | 'epoch'> | null): boolean {
  if (task === null || isTerminal(task.status) || task.status === 'queued') return true;
  return sandbox.epoch !== task.epoch;
}
