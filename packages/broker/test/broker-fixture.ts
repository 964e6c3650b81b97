import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createQuarantine, type Quarantine } from '../src/git/create-quarantine.ts';
import { type Broker, type BrokerOptions, startBroker } from '../src/start-broker.ts';
import { scratch, seedRepository } from './git-fixture.ts';

export const BRANCH = 'agent/12-abcdef';
export const PLACEHOLDER = 'placeholder-key';

/** What the sandbox's own socat does: a TCP port on loopback that leads to the Unix socket. */
async function forward(socketPath: string): Promise<{ port: number; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const broker = connect({ path: socketPath, allowHalfOpen: true });
    for (const socket of [client, broker]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => open.delete(socket));
    }
    pipeline(client, broker, client, () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    for (const socket of open) socket.destroy();
    await once(server, 'close');
  };
  return { port, stop };
}

export type Fixture = AsyncDisposable & {
  place: string;
  seed: Awaited<ReturnType<typeof seedRepository>>;
  quarantine: Quarantine;
  broker: Broker;
  socketPath: string;
  /** The broker's address as the sandbox sees it. */
  url: string;
  port: number;
  refusals: string[];
  errors: unknown[];
};

let number = 0;

/** A broker on `acme/web` with a socket and a TCP port that leads to it. */
export async function openBroker(
  more: Partial<BrokerOptions> & { maxPushBytes?: number } = {},
): Promise<Fixture> {
  const directory = await scratch();
  const place = directory.path;
  const seed = await seedRepository(place);
  const environment = { PATH: process.env['PATH'] };
  const { maxPushBytes = 1e7, ...options } = more;
  const wanted = {
    directory: join(place, 'q'),
    branch: BRANCH,
    maxPushBytes,
    baseBranch: 'main',
    environment,
  };
  const quarantine = await createQuarantine({ ...wanted, mirror: { path: seed.bare } });
  const socketPath = options.socketPath ?? join(place, `b${++number}.sock`);
  const refusals: string[] = [];
  const errors: unknown[] = [];
  const broker = await startBroker({
    socketPath,
    repository: 'acme/web',
    quarantine,
    providers: {},
    placeholderKey: PLACEHOLDER,
    allowedModels: () => null,
    egressAllow: [],
    environment,
    onRefusal: ({ line }) => refusals.push(line),
    onError: (error) => errors.push(error),
    ...options,
  });
  const forwarder = await forward(socketPath);
  const dispose = async () => {
    await forwarder.stop();
    await broker.stop();
    await directory[Symbol.asyncDispose]();
  };
  const { port } = forwarder;
  const url = `http://127.0.0.1:${port}`;
  return {
    place,
    seed,
    quarantine,
    broker,
    socketPath,
    url,
    port,
    refusals,
    errors,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Sends bytes as they are and gives all that comes back until the other side closes. */
export async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
