import type { Podman } from './podman.ts';
import { PodmanError } from './podman-error.ts';

const REMOVE_MS = 60_000;

/** Kills and removes a container with its disk; one that is gone already is fine. `container` is its id or name. */
export async function removeContainer(podman: Podman, container: string): Promise<void> {
  const query = { force: 'true', timeout: '0', v: 'true' };
  try {
    await podman.send({ method: 'DELETE', path: `/containers/${container}`, query, timeoutMs: REMOVE_MS });
  } catch (error) {
    // Podman 4.3 sometimes complains of a busy mount although the container goes.
    if (await containerExists(podman, container)) throw error;
  }
}

export async function containerExists(podman: Podman, container: string): Promise<boolean> {
  try {
    await podman.send({ method: 'GET', path: `/containers/${container}/exists` });
    return true;
  } catch (error) {
    if (error instanceof PodmanError && error.status === 404) return false;
    throw error;
  }
}
