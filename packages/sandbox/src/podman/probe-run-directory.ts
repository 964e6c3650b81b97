import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT_CODES } from '@opencode-commander/task';
import { z } from 'zod';
import type { Podman } from './podman.ts';
import { PodmanError } from './podman-error.ts';
import { removeContainer } from './remove-container.ts';

/** Podman mounts run_dir from its own host, where that path is another directory, or none, or not to be entered. */
export class RunDirectoryError extends PodmanError {
  override readonly exitCode = EXIT_CODES.configuration;

  constructor(runDir: string, options?: ErrorOptions) {
    super(
      `Podman does not see what is in run_dir (${runDir}): on its host that is another directory, or one that it may not enter. Give run_dir a path that is the same directory on both sides: mount the host's at its own path where commander runs.`,
      options,
    );
  }
}

const LABEL = 'commander.probe';
const createdSchema = z.object({ Id: z.string() });
/** As Podman's answers name the system's ENOENT and EACCES. */
const UNSEEN = ['no such file or directory', 'permission denied'];

/**
 * Throws RunDirectoryError where the Podman that is to mount `runDir` sees another directory by that path, and PodmanError.
 * Podman looks for the root of a container when it is created: one that has just been made here is there only if both see
 * the same. It is never started.
 */
export async function probeRunDirectory(podman: Podman, runDir: string): Promise<void> {
  await removeOldProbes(podman);
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  const rootfs = await mkdtemp(join(runDir, 'probe-'));
  try {
    await removeContainer(podman, await create(podman, { rootfs, runDir }));
  } finally {
    await rm(rootfs, { recursive: true });
  }
}

async function create(
  podman: Podman,
  { rootfs, runDir }: { rootfs: string; runDir: string },
): Promise<string> {
  const name = `commander-probe-${randomUUID()}`;
  const labels = { [LABEL]: 'run-directory' };
  const json = { name, rootfs, labels, command: ['true'], netns: { nsmode: 'none' } };
  try {
    return (await podman.call({ method: 'POST', path: '/containers/create', json }, createdSchema)).Id;
  } catch (error) {
    if (!(error instanceof PodmanError) || error.reason === null || !UNSEEN.includes(error.reason))
      throw error;
    throw new RunDirectoryError(runDir, { cause: error });
  }
}

/** Of processes that were killed while they probed. */
async function removeOldProbes(podman: Podman): Promise<void> {
  const query = { filters: JSON.stringify({ label: [LABEL], until: ['1m'] }) };
  await podman.send({ method: 'POST', path: '/containers/prune', query });
}
