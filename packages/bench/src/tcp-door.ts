import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Ground } from './ground.ts';

/** Leads a port of loopback to a Unix socket, as socat does in a sandbox; answers with its URL. */
export async function openTcpDoor({ stack }: Ground, socketPath: string): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const inner = connect({ path: socketPath, allowHalfOpen: true });
    for (const socket of [client, inner]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    // Whatever ends one direction with an error ends both.
    Promise.all([pipeline(client, inner), pipeline(inner, client)]).catch(() => {
      client.destroy();
      inner.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer('the TCP door', () => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the TCP door has no port');
  return `http://127.0.0.1:${address.port}`;
}
