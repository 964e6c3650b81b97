import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { platform, userInfo } from 'node:os';

export type BuildLock = { onProgress: (line: string) => void; signal?: AbortSignal | undefined };

/**
 * Runs `work` while no other process of this user on this machine does the same for `name`. The lock is a Linux abstract socket:
 * the kernel frees it when its holder ends, however that happens, and a waiter sees its connection close. Elsewhere
 * there is no lock, and two builds at once only cost time: an image is tagged when it is whole.
 */
export async function withBuildLock<T>(name: string, options: BuildLock, work: () => Promise<T>): Promise<T> {
  if (platform() !== 'linux') return work();
  const address = `\0${name}-${userInfo().uid}`;
  let lock = await take(address);
  if (!lock) options.onProgress('another process is building the agent image: waiting for it');
  while (!lock) {
    await untilFreed(address, options.signal);
    lock = await take(address);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function take(address: string): Promise<{ release: () => void } | null> {
  const waiting = new Set<{ destroy(): void }>();
  const server: Server = createServer((socket) => {
    waiting.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => waiting.delete(socket));
  });
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null;
    throw error;
  }
  const release = () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
  return { release };
}

async function untilFreed(address: string, signal?: AbortSignal): Promise<void> {
  const socket = connect({ path: address, ...(signal ? { signal } : {}) });
  // The holder may end before, during or after the connection: each of them means to try again.
  socket.on('error', () => socket.destroy());
  await new Promise((resolve) => socket.once('close', resolve));
  signal?.throwIfAborted();
}
