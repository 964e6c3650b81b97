import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import { type OpenedPodman, openPodman } from '@opencode-commander/sandbox';
import type { DispatcherOptions } from './dispatcher-options.ts';

/** The host's Podman, as it is configured or found. Throws PodmanError. */
export function openHostPodman({
  config,
  environment,
  onChild,
  signal,
}: DispatcherOptions): Promise<OpenedPodman> {
  const { socket, runtime } = config.containers;
  return openPodman({
    socket,
    runtime,
    runDir: config.runDir,
    runtimeDir: environment['XDG_RUNTIME_DIR'] ?? null,
    environment,
    temporaryDir: buildDirectoryOf(config),
    onChild,
    signal,
  });
}

/** On disk, for images are large. */
export function buildDirectoryOf({ dataDir }: Config): string {
  return join(dataDir, 'build');
}
