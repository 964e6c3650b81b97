import { listSandboxes, removeSandboxes, type SandboxSummary } from '@opencode-commander/sandbox';
import { reconcile, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';

type Reaper = Pick<DispatcherContext, 'podman' | 'instance' | 'owners'>;

/** Removes this installation's containers that no task owns any more; of one task only where it is given. */
export async function reapSandboxes(
  reaper: Reaper,
  { taskId }: { taskId?: TaskId } = {},
): Promise<SandboxSummary[]> {
  const orphans = await findOrphans(reaper, taskId === undefined ? {} : { taskId });
  return removeOrphans(reaper, orphans);
}

/** This installation's containers that no task owns any more; of one task only where it is given. */
export async function findOrphans(
  { podman, instance, owners }: Reaper,
  { taskId }: { taskId?: TaskId } = {},
): Promise<SandboxSummary[]> {
  const listed = await listSandboxes(podman, { instance });
  const candidates = listed.filter((sandbox) => taskId === undefined || sandbox.taskId === taskId);
  const orphans: SandboxSummary[] = [];
  // The records are read after the containers were listed: a run claimed in between has a record that says so.
  for (const sandbox of candidates) {
    const isKept = await owners.keep(
      sandbox.taskId,
      (record) => reconcile({ record, sandbox }).rule !== 'reap',
    );
    if (!isKept) orphans.push(sandbox);
  }
  return orphans;
}

/** Removes these containers, with their disks and directories. */
export async function removeOrphans(
  { podman, instance }: Pick<Reaper, 'podman' | 'instance'>,
  orphans: readonly SandboxSummary[],
): Promise<SandboxSummary[]> {
  if (orphans.length === 0) return [];
  const ids = new Set(orphans.map(({ id }) => id));
  return removeSandboxes(podman, { instance, unless: ({ id }) => !ids.has(id) });
}
