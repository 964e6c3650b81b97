import { z } from 'zod';
import { ImageMissingError } from '../image/image-missing-error.ts';
import { ociRuntime } from '../podman/oci-runtime.ts';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { containerExists, removeContainer } from '../podman/remove-container.ts';
import { containerSpec, type Placement } from './container-spec.ts';
import { readHostLimits } from './host-limits.ts';
import { listSandboxes } from './list-sandboxes.ts';
import type { CreatedSandbox } from './sandbox.ts';
import { makeDirectories, removeDirectories, sandboxDirectories } from './sandbox-directories.ts';
import { type SandboxSpec, sandboxName } from './sandbox-spec.ts';
import { idleSandbox } from './start-sandbox.ts';
import { freeUidBase } from './uid-base.ts';

const UID_ATTEMPTS = 5;

const createdSchema = z.object({ Id: z.string() });

/**
 * Makes a container for a task's run, with the two socket directories and nothing else of the host's; starts nothing.
 * Throws PodmanError, and leaves nothing then.
 */
export async function createSandbox(podman: Podman, spec: SandboxSpec): Promise<CreatedSandbox> {
  const name = checkedName(spec);
  if (await containerExists(podman, name)) {
    throw new PodmanError(`There is a sandbox ${name} already: remove it (commander cleanup) first.`);
  }
  const directories = sandboxDirectories(spec);
  await makeDirectories(directories);
  try {
    const limits = await readHostLimits();
    const runtime = spec.runtime ?? (await ociRuntime(podman));
    const id = await createWithOwnUids(podman, spec, { directories, runtime, limits });
    return idleSandbox({ podman, id, name, taskId: spec.taskId, directories });
  } catch (error) {
    await removeDirectories(directories);
    throw error;
  }
}

function checkedName(spec: SandboxSpec): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(spec.instance)) return sandboxName(spec);
  throw new PodmanError(
    `A sandbox's instance may have letters, digits, "_", "." and "-", not "${spec.instance}".`,
  );
}

/** Two dispatchers may choose the same uids at the same moment: whoever sees a twin afterwards makes way. */
async function createWithOwnUids(
  podman: Podman,
  spec: SandboxSpec,
  placement: Omit<Placement, 'uidBase'>,
): Promise<string> {
  const { host } = await podman.info();
  if (host.security.rootless) return create(podman, spec, { ...placement, uidBase: null });
  for (let attempt = 0; attempt < UID_ATTEMPTS; attempt++) {
    const uidBase = freeUidBase(`${sandboxName(spec)} ${attempt}`, await takenUids(podman));
    if (uidBase === null) throw new PodmanError('There are too many sandboxes: run commander cleanup.');
    const id = await create(podman, spec, { ...placement, uidBase });
    const twins = (await takenUids(podman)).filter((taken) => taken === uidBase);
    if (twins.length === 1) return id;
    await removeContainer(podman, id);
  }
  throw new PodmanError('No user ids of its own could be found for the sandbox: try again.');
}

async function takenUids(podman: Podman): Promise<number[]> {
  return (await listSandboxes(podman)).flatMap(({ uidBase }) => uidBase ?? []);
}

async function create(podman: Podman, spec: SandboxSpec, placement: Placement): Promise<string> {
  const json = containerSpec(spec, placement);
  try {
    return (await podman.call({ method: 'POST', path: '/containers/create', json }, createdSchema)).Id;
  } catch (error) {
    if (await podman.imageExists(spec.image)) throw error;
    throw new ImageMissingError(spec.image, { cause: error });
  }
}
