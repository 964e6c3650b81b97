import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { INSTANCE_LABEL } from './sandbox-labels.ts';

/** The label of a volume that holds what nix has made for a repository; its value is GitHub's number of it. */
const NIX_CACHE_LABEL = 'commander.nix-cache';

/** Whose Nix cache it is: one repository's, of one dispatcher. */
export type NixCacheOwner = { instance: string; repoId: number };

/** Makes the volume of a repository's Nix cache unless it is there, and answers with its name. Throws PodmanError. */
export async function ensureNixCacheVolume(
  podman: Podman,
  { instance, repoId }: NixCacheOwner,
): Promise<string> {
  const name = `commander-nix-cache-${instance}-${repoId}`;
  const labels = { [INSTANCE_LABEL]: instance, [NIX_CACHE_LABEL]: String(repoId) };
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
