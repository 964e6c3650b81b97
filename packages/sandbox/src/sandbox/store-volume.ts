import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { INSTANCE_LABEL } from './sandbox-labels.ts';

/** The label of a volume that holds what nix has made for a repository; its value is GitHub's number of it. */
const STORE_LABEL = 'commander.store';

/** Whose store it is: one repository's, of one dispatcher. */
export type StoreOwner = { instance: string; repoId: number };

export function storeVolumeName({ instance, repoId }: StoreOwner): string {
  return `commander-store-${instance}-${repoId}`;
}

/** Makes the volume of a repository's store unless it is there, and answers with its name. Throws PodmanError. */
export async function ensureStoreVolume(podman: Podman, owner: StoreOwner): Promise<string> {
  const name = storeVolumeName(owner);
  const labels = { [INSTANCE_LABEL]: owner.instance, [STORE_LABEL]: String(owner.repoId) };
  if (await isThere(podman, name)) return name;
  try {
    await podman.send({ method: 'POST', path: '/volumes/create', json: { Name: name, Labels: labels } });
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!(await isThere(podman, name))) throw error;
  }
  return name;
}

async function isThere(podman: Podman, name: string): Promise<boolean> {
  try {
    await podman.send({ method: 'GET', path: `/volumes/${name}/exists` });
    return true;
  } catch (error) {
    if (error instanceof PodmanError && error.status === 404) return false;
    throw error;
  }
}
