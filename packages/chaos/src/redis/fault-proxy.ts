import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How the way to Redis is; a partition refuses everybody, half open swallows what is sent and says nothing. */
export type ProxyMode = 'open' | 'partition' | 'half_open' | 'slow';

/** A TCP port in front of Redis that can be broken. */
export type FaultProxy = {
  port: number;
  set(mode: ProxyMode): void;
  /** Cuts the connections there are. */
  cut(): void;
  stop(): Promise<void>;
};

const SLOW_MS = 150;

/** Leads a port of loopback to Redis' Unix socket. */
export async function startFaultProxy(socketPath: string): Promise<FaultProxy> {
  const state: State = { mode: 'open', open: new Set() };
  const cut = () => {
    for (const socket of state.open) socket.destroy();
  };
  const server = createServer((client) => lead(state, client, socketPath));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fault proxy has no port');
  return {
    port: address.port,
    set(mode) {
      // Whoever was swallowed has lost what it sent: its connection cannot be used any more.
      if (mode === 'partition' || state.mode === 'half_open') cut();
      state.mode = mode;
    },
    cut,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}

type State = { mode: ProxyMode; open: Set<Socket> };

function lead(state: State, client: Socket, socketPath: string): void {
  if (state.mode === 'partition') return void client.destroy();
  const server = connect({ path: socketPath });
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    state.open.add(from);
    from.setNoDelay?.(true);
    // The other end is told by its own close.
    from.on('error', () => undefined);
    from.on('close', () => {
      state.open.delete(from);
      to.destroy();
    });
    let sent: Promise<void> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      sent = sent.then(() => pass(state, to, chunk));
    });
  }
}

async function pass(state: State, to: Socket, chunk: Buffer): Promise<void> {
  if (state.mode === 'half_open') return;
  if (state.mode === 'slow') await delay(SLOW_MS);
  if (!to.destroyed) to.write(chunk);
}
