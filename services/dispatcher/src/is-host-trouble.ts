import { PodmanError } from '@opencode-commander/sandbox';

/** Whether Podman, or the system, says that this host cannot do it now, as on a full disk: that may pass. */
export function isHostTrouble(error: unknown): error is Error {
  return error instanceof PodmanError || (error instanceof Error && 'syscall' in error);
}
