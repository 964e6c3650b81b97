import { lstat } from 'node:fs/promises';

/** What stands where Podman's socket is to be; null where it cannot be looked at. */
export type SocketPlace = { kind: 'socket' | 'directory' | 'other'; owner: number } | null;

export async function lookAtSocket(path: string): Promise<SocketPlace> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return null;
  const kind = found.isSocket() ? 'socket' : found.isDirectory() ? 'directory' : 'other';
  return { kind, owner: found.uid };
}

const START = 'Start the service (systemctl start podman.socket)';
const REFUSED: Readonly<Record<NonNullable<SocketPlace>['kind'], string>> = {
  socket: `nothing listens there. ${START}`,
  directory: `that is a directory, as is made where what is to be mounted is missing. Remove it on the host, start the service (systemctl start podman.socket), correct containers.socket or what is mounted there, and make the container anew`,
  other: 'that is no socket. Correct containers.socket',
};

/** What is wrong with a socket that could not be connected to, and what to do; null where `code` says nothing of the socket. */
export function socketAdvice(code: string, place: SocketPlace): string | null {
  switch (code) {
    case 'ENOENT':
      return `there is no such socket. ${START} or correct containers.socket`;
    case 'ECONNREFUSED':
      return REFUSED[place?.kind ?? 'socket'];
    case 'EACCES':
      return `this user may not use it${place ? `, it belongs to user ${place.owner}` : ''}. Run commander as its user, give this one access to it, or leave containers.socket out`;
    default:
      return null;
  }
}
