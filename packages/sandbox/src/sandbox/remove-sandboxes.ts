import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { removeContainer } from '../podman/remove-container.ts';
import { listSandboxes, type SandboxSummary } from './list-sandboxes.ts';
import { mountedRoot } from './mounted-root.ts';
import { directoriesIn, removeDirectories } from './sandbox-directories.ts';

export type RemoveSandboxes = {
  /** Only this instance's. */
  instance?: string;
  /** Those it says yes to stay, for one because the process that owns them lives. */
  unless?: (sandbox: SandboxSummary) => boolean;
};

/** Removes sandboxes nobody needs any more, with their disks and directories; answers with those it removed. */
export async function removeSandboxes(
  podman: Podman,
  options: RemoveSandboxes = {},
): Promise<SandboxSummary[]> {
  const { unless = () => false, ...filter } = options;
  const doomed = (await listSandboxes(podman, filter)).filter((sandbox) => !unless(sandbox));
  for (const { id } of doomed) await removeSandbox(podman, id);
  return doomed;
}

/** Removes a sandbox with its disk and directories; one that is gone is fine. Throws PodmanError. */
export async function removeSandbox(podman: Podman, id: string): Promise<void> {
  const root = await rootOf(podman, id);
  await removeContainer(podman, id);
  if (root) await removeDirectories(directoriesIn(root));
}

const mountsSchema = z.object({ Mounts: z.array(z.object({ Source: z.string(), Destination: z.string() })) });

/** Null when it is gone, or was not made by us. */
async function rootOf(podman: Podman, id: string): Promise<string | null> {
  const details = await podman
    .call({ method: 'GET', path: `/containers/${id}/json` }, mountsSchema)
    .catch((error: unknown) => {
      if (error instanceof PodmanError && error.status === 404) return { Mounts: [] };
      throw error;
    });
  return mountedRoot(details.Mounts);
}
