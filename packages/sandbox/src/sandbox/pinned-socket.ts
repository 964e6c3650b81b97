import { close, constants, fstat, open } from 'node:fs';
import { promisify } from 'node:util';
import { PodmanError } from '../podman/podman-error.ts';

/** Linux; Node has no name for it. An open file that can be looked at and connected to, not read. */
const O_PATH = 0o10000000;

/** A socket that stays the same one whatever happens to its name. */
export type PinnedSocket = {
  /** Connects to the pinned socket, in this process only, until `close`. */
  path: string;
  close(): Promise<void>;
};

/**
 * Pins the socket at `path`, whose directory a container can write to: a link there could lead the host to any socket
 * of its own, Podman's for one. Throws PodmanError when it is anything but a socket, ENOENT when it is not there.
 */
export async function pinSocket(path: string): Promise<PinnedSocket> {
  // A bare descriptor: a FileHandle is closed as soon as nothing refers to it, though its path is still in use.
  const descriptor = await promisify(open)(path, O_PATH | constants.O_NOFOLLOW);
  let released: Promise<void> | undefined;
  // Once only: by the second time the number may be another file's.
  const release = () => {
    released ??= promisify(close)(descriptor);
    return released;
  };
  const isSocket = (await promisify(fstat)(descriptor)).isSocket();
  if (isSocket) return { path: `/proc/self/fd/${descriptor}`, close: release };
  await release();
  throw new PodmanError(
    `The sandbox put something at ${path} that is not a socket: it is not used any more.`,
  );
}
