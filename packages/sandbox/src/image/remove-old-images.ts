import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { AGENT_IMAGE_REPOSITORY } from './agent-image-inputs.ts';
import { listImages, type TaggedImage } from './list-images.ts';

/** How many agent images stay: the one in use, and the one before it for whoever goes back. */
const KEPT = 2;

/** Removes our older agent images that no container uses. */
export async function removeOldImages(
  podman: Podman,
  { keep, onProgress }: { keep: string; onProgress: (line: string) => void },
): Promise<void> {
  for (const name of oldImages(await listImages(podman, AGENT_IMAGE_REPOSITORY), keep)) {
    try {
      await podman.send({ method: 'DELETE', path: `/images/${encodeURIComponent(name)}` });
      onProgress(`removed the old agent image ${name}`);
    } catch (error) {
      // 409: a container uses it; 404: another process was faster.
      if (!(error instanceof PodmanError) || (error.status !== 409 && error.status !== 404)) throw error;
    }
  }
}

/** All but the newest ones, never `keep`. */
export function oldImages(images: readonly TaggedImage[], keep: string): string[] {
  const others = images.filter(({ name }) => name !== keep).sort((a, b) => b.created - a.created);
  return others.slice(KEPT - 1).map(({ name }) => name);
}
