import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpencodeConnection, openConnection } from '../src/opencode-connection.ts';

/** What an agent that replaced opencode can send: any bytes. */
export type HostileOpencode = AsyncDisposable & { socketPath: string; connection: OpencodeConnection };

export async function startHostileOpencode(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HostileOpencode> {
  const directory = await mkdtemp(join(tmpdir(), 'h'));
  const socketPath = join(directory, 'agent.sock');
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response);
  });
  server.listen(socketPath);
  await once(server, 'listening');
  const connection = openConnection({ socketPath, password: 'of the test', directory: '/workspace' });
  const stop = async (): Promise<void> => {
    await connection.close();
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { socketPath, connection, [Symbol.asyncDispose]: stop };
}

export function answerJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}
