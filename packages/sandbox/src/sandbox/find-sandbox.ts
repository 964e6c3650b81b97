import type { TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { mountedRoot } from './mounted-root.ts';
import type { StartedSandbox, StartSandbox, StoppedSandbox } from './sandbox.ts';
import { directoriesIn } from './sandbox-directories.ts';
import { sandboxLabelsSchema } from './sandbox-labels.ts';
import { idleSandbox, joinSandbox } from './start-sandbox.ts';
import { stopSandbox } from './stop-sandbox.ts';

/** For a running sandbox: how long its agent's socket may take to be there. */
export type FindSandbox = StartSandbox;

/** A sandbox that another process made, perhaps one that is no more. */
export type FoundSandbox = {
  readonly taskId: TaskId;
  readonly epoch: number;
  readonly instance: string;
  /** Of its entry script, as it was made. */
  readonly environment: Readonly<Record<string, string>>;
} & (
  | { readonly running: true; readonly sandbox: StartedSandbox }
  | { readonly running: false; readonly sandbox: StoppedSandbox }
);

const containerSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({ Running: z.boolean(), Status: z.string() }),
  Config: z.object({ Env: z.array(z.string()).nullable(), Labels: sandboxLabelsSchema }),
  Mounts: z.array(z.object({ Source: z.string(), Destination: z.string() })),
});

/**
 * Takes up a sandbox from what Podman knows of it; null when there is no such container, or it is no sandbox. Throws
 * PodmanError when it runs and its agent's socket does not come.
 */
export async function findSandbox(
  podman: Podman,
  id: string,
  options: FindSandbox = {},
): Promise<FoundSandbox | null> {
  const found = await inspect(podman, id);
  const root = found && mountedRoot(found.Mounts);
  if (!found || !root) return null;
  // Podman starts no container that somebody is about to stop: this waits until that is done.
  if (found.State.Status === 'stopping') await stopSandbox(podman, found.Id);
  const { instance, taskId, epoch } = found.Config.Labels;
  const environment = Object.fromEntries((found.Config.Env ?? []).map(variable));
  const container = { podman, id: found.Id, name: found.Name, taskId, directories: directoriesIn(root) };
  const facts = { taskId, epoch, instance, environment };
  return found.State.Running
    ? { ...facts, running: true, sandbox: await joinSandbox(container, options) }
    : { ...facts, running: false, sandbox: idleSandbox(container) };
}

async function inspect(podman: Podman, id: string): Promise<z.infer<typeof containerSchema> | null> {
  try {
    const path = `/containers/${encodeURIComponent(id)}/json`;
    return await podman.call({ method: 'GET', path }, z.union([containerSchema, z.null()]).catch(null));
  } catch (error) {
    if (error instanceof PodmanError && error.status === 404) return null;
    throw error;
  }
}

function variable(assignment: string): [string, string] {
  const at = assignment.indexOf('=');
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}
