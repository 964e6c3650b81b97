import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { listSandboxes } from '@opencode-commander/sandbox';
import { isTerminal, type Task, taskIdSchema } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { quarantinesDirectory, sessionsDirectory } from '../open/places.ts';
import { parseQuarantineName } from '../open/quarantine-name.ts';

/** Removes the quarantines and the kept sessions that no task needs any more. */
export async function removeLeftovers(context: DispatcherContext): Promise<void> {
  await removeQuarantines(context);
  await removeSessions(context);
}

async function removeQuarantines({ config, store, podman, instance }: DispatcherContext): Promise<void> {
  const directory = quarantinesDirectory(config);
  const names = await entriesOf(directory);
  if (names.length === 0) return;
  const sandboxes = await listSandboxes(podman, { instance });
  for (const name of names) {
    const owner = parseQuarantineName(name);
    if (owner === null) continue;
    const { taskId, epoch } = owner;
    const hasSandbox = sandboxes.some((sandbox) => sandbox.taskId === taskId && sandbox.epoch === epoch);
    if (needsQuarantine(await store.get(taskId), { epoch, hasSandbox })) continue;
    await rm(join(directory, name), { recursive: true, force: true });
  }
}

/** Whether the quarantine of the run `epoch` may still be published from. */
export function needsQuarantine(
  task: Pick<Task, 'status' | 'epoch'> | null,
  { epoch, hasSandbox }: { epoch: number; hasSandbox: boolean },
): boolean {
  if (task === null || isTerminal(task.status)) return false;
  if (hasSandbox) return true;
  return task.epoch === epoch && (task.status === 'dispatched' || task.status === 'running');
}

async function removeSessions({ config, store }: DispatcherContext): Promise<void> {
  const directory = sessionsDirectory(config);
  for (const name of await entriesOf(directory)) {
    const root = taskIdSchema.safeParse(basename(name, '.json')).data;
    if (root === undefined || needsSession(await store.get(root))) continue;
    await rm(join(directory, name), { force: true });
  }
}

/** Whether follow-ups of the task may still come. */
export function needsSession(root: Pick<Task, 'status' | 'pull'> | null): boolean {
  if (root === null) return false;
  return !isTerminal(root.status) || (root.status === 'completed' && root.pull?.state === 'open');
}

async function entriesOf(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
