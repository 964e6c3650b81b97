import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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
  const handle = await open(path, O_PATH | constants.O_NOFOLLOW);
  const isSocket = (await handle.stat()).isSocket();
  if (isSocket) return pinned(handle);
  await handle.close();
  throw new PodmanError(
    `The sandbox put something at ${path} that is not a socket: it is not used any more.`,
  );
}

function pinned(handle: FileHandle): PinnedSocket {
  return { path: `/proc/self/fd/${handle.fd}`, close: () => handle.close() };
}
