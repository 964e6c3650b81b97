import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type Hit, hitSchema, type Verdict } from '@opencode-commander/service';

/** What is to happen at a hit; decided before the process may go on. */
export type Decide = (hit: Hit) => Promise<Omit<Verdict, 'id'>>;

/** Listens where the processes ask at their failpoints; answers with the function that ends that. */
export async function serveFailpoints(path: string, decide: Decide): Promise<() => Promise<void>> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    const lines = createInterface({ input: socket });
    // A process that was killed while it asked hears no answer. The lines repeat the socket's errors.
    for (const source of [socket, lines]) source.on('error', () => undefined);
    lines.on('line', (line) => {
      const hit = hitSchema.parse(JSON.parse(line));
      void decide(hit).then((verdict) => {
        if (!socket.destroyed) socket.write(`${JSON.stringify({ id: hit.id, ...verdict })}\n`);
      });
    });
  });
  server.listen(path);
  await once(server, 'listening');
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
}
