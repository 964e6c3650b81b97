import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';

const GRACE_MS = 10_000;
const SLOWNESS_MS = 30_000;

/**
 * Ends a sandbox's processes and keeps its disk, without a look at its agent, which may have taken its socket away. One that
 * does not run is fine. False when there is no such sandbox any more. Throws PodmanError.
 */
export async function stopSandbox(
  podman: Podman,
  id: string,
  { graceMs = GRACE_MS }: { graceMs?: number } = {},
): Promise<boolean> {
  const query = { timeout: String(Math.ceil(graceMs / 1_000)) };
  const timeoutMs = graceMs + SLOWNESS_MS;
  try {
    await podman.send({ method: 'POST', path: `/containers/${id}/stop`, query, timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof PodmanError && error.status === 404) return false;
    throw error;
  }
}
