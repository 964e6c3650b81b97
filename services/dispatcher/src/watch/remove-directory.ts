import { rm } from 'node:fs/promises';
import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** A directory that could not be removed, most likely because a sandbox's user owns files in it. */
class RemovalError extends OperatorError {
  readonly exitCode = EXIT_CODES.container;
}

/** Removes a directory with everything in it, or a file. Throws RemovalError. */
export async function removeDirectory(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((cause: unknown) => {
    throw new RemovalError(`${path} cannot be removed: try podman unshare rm -r ${path}`, { cause });
  });
}
