import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import { type OpenedPodman, openPodman } from '@opencode-commander/sandbox';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { podmanWithFailpoints } from './failpoints/podman-with-failpoints.ts';

/** The host's Podman, as it is configured or found. Throws PodmanError. */
export async function openHostPodman({
  config,
  environment,
  onChild,
  signal,
  failpoints,
}: DispatcherOptions): Promise<OpenedPodman> {
  const { socket, runtime } = config.containers;
  const opened = await openPodman({
    socket,
    runtime,
    runDir: config.runDir,
    environment,
    temporaryDir: buildDirectoryOf(config),
    onChild,
    signal,
  });
  return failpoints ? { ...opened, podman: podmanWithFailpoints(opened.podman, failpoints) } : opened;
}

/** On disk, for images are large. */
export function buildDirectoryOf({ dataDir }: Config): string {
  return join(dataDir, 'build');
}
