import { type OpenedPodman, probeRunDirectory, RunDirectoryError } from '@opencode-commander/sandbox';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { isHostTrouble } from './is-host-trouble.ts';

/**
 * Throws RunDirectoryError where the Podman of the host, which is to mount what is in `run_dir`, sees another directory by that
 * path. Whatever else is in the way of the probe may pass, and is only told.
 */
export async function probeHostPodman(
  { config, log }: Pick<DispatcherOptions, 'config' | 'log'>,
  { podman, servicePid }: OpenedPodman,
): Promise<void> {
  // A child of ours sees what we see.
  if (servicePid !== null) return;
  try {
    await probeRunDirectory(podman, config.runDir);
  } catch (error) {
    if (error instanceof RunDirectoryError || !isHostTrouble(error)) throw error;
    log.warn({ err: error }, 'it is not known whether Podman sees what is in run_dir');
  }
}
