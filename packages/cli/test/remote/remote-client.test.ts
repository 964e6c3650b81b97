import { createServer, type RequestListener } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { VERSION } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { GatewayAwayError } from '../../src/remote/gateway-error.ts';
import { remoteClient } from '../../src/remote/remote-client.ts';

const { signal } = new AbortController();

/** Asks whoever answers so, and waits at most 300 ms. */
async function ask(listener: RequestListener, ofProgram = signal): Promise<unknown> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const gateway = { url: `http://127.0.0.1:${port}`, token: 't', by: 'cli' };
  const client = remoteClient(gateway, { signal: ofProgram, say: () => undefined, patienceMs: 300 });
  try {
    return await client.ask('pauses', {});
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Half of an answer. */
const begin: RequestListener = (_, response) => {
  response.writeHead(200, { 'x-commander-version': VERSION, 'content-length': '100' });
  response.write('{"pauses":');
};

it('takes an answer that is cut off for a gateway that has gone', async () => {
  const cut: RequestListener = (request, response) => {
    begin(request, response);
    setImmediate(() => request.socket.destroy());
  };
  await expect(ask(cut)).rejects.toThrow(GatewayAwayError);
});

it.each([
  ['no answer', () => undefined],
  ['no end of the answer', begin],
])(
  'has patience for only so long where there is %s, whatever the garbage collection takes',
  async (_, listener) => {
    setFlagsFromString('--expose-gc');
    const collecting = setInterval(runInNewContext('gc'), 20);
    try {
      await expect(ask(listener)).rejects.toThrow('does not answer');
    } finally {
      clearInterval(collecting);
    }
  },
);

it('says once that it waits for an answer', async () => {
  const said: string[] = [];
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const say = (line: string) => void said.push(line);
  const client = remoteClient({ url, token: 't', by: 'cli' }, { signal, say, patienceMs: 2_300 });
  const asking = [client.ask('pauses', {}), client.ask('status', {})];
  for (const { status } of await Promise.allSettled(asking)) expect(status).toBe('rejected');
  expect(said).toEqual([`Asking the gateway ${url} …`]);
  server.closeAllConnections();
  server.close();
});

it('ends with the program, and says why', async () => {
  const program = new AbortController();
  const interrupt: RequestListener = (request, response) => {
    begin(request, response);
    program.abort(new Error('interrupted'));
  };
  await expect(ask(interrupt, program.signal)).rejects.toThrow('interrupted');
});
