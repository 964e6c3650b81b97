import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

type Pair = { near: Socket; far: Socket; dead: boolean };

/** A door to a Redis socket on a TCP port, at which things go wrong. */
export async function startProxy(target: string) {
  const pairs = new Set<Pair>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(target);
    const pair = { near, far, dead: silent };
    pairs.add(pair);
    near.on('data', (data) => pair.dead || far.write(data));
    far.on('data', (data) => pair.dead || near.write(data));
    near
      .on('error', () => undefined)
      .on('close', () => {
        pairs.delete(pair);
        far.destroy();
      });
    // Nobody hears of the end of a half-open connection.
    far.on('error', () => undefined).on('close', () => pair.dead || near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const kill = () => {
    for (const pair of pairs) pair.dead = true;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    /** Swallows everything on the connections there are, in both directions and for ever, and closes none. */
    kill,
    /** The same for new ones too. */
    hush: () => {
      silent = true;
      kill();
    },
    /** New connections work again. */
    heal: () => {
      silent = false;
    },
    /** Closes the connections there are. */
    cut: () => {
      for (const { near } of pairs) near.destroy();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const { near, far } of pairs) [near, far].map((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
}
