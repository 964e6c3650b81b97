import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, rename, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { BrokerError } from './broker-error.ts';

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, a closing zero included; Linux is where containers run.
const MAX_SOCKET_PATH_BYTES = 107;

/**
 * Listens on the path, in the place of whoever did before; gives what closes it all. Who listens there afterwards keeps the
 * path: a process that was frozen, and has lost its sandbox meanwhile, takes nothing away. Throws `BrokerError`.
 */
export async function listenOnSocket(server: Server, path: string): Promise<() => Promise<void>> {
  await checkPath(path);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const inode = await listenAt(server, path).catch((cause: unknown) => {
    server.close();
    throw new BrokerError(
      `The broker cannot listen on ${path}: see that its directory is there and writable.`,
      { cause },
    );
  });
  return async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    if ((await find(path))?.ino === inode) await rm(path, { force: true });
  };
}

/** Under a name of its own first: closing a server removes the name that it was given. */
async function listenAt(server: Server, path: string): Promise<number> {
  const own = join(dirname(path), randomBytes(4).toString('hex'));
  server.listen(own);
  await once(server, 'listening');
  // The sandbox's user is another one on this host.
  await chmod(own, 0o666);
  const { ino } = await lstat(own);
  await rename(own, path);
  return ino;
}

async function checkPath(path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new BrokerError(
      `The socket path ${path} has more than ${MAX_SOCKET_PATH_BYTES} bytes: choose a shorter run directory.`,
    );
  }
  const found = await find(path);
  if (found && !found.isSocket()) throw new BrokerError(`${path} is there and no socket: remove it.`);
}

function find(path: string) {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}
