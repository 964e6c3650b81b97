import { PodmanError } from './podman-error.ts';

/** Linux keeps a Unix socket's path in 108 bytes, the last one zero. */
const LIMIT = 107;

/** The path itself; PodmanError when it is too long for a Unix socket. */
export function checkSocketPath(path: string): string {
  const bytes = Buffer.byteLength(path);
  if (bytes <= LIMIT) return path;
  throw new PodmanError(
    `The socket path ${path} has ${bytes} bytes, ${LIMIT} are allowed: choose a shorter run directory.`,
  );
}
