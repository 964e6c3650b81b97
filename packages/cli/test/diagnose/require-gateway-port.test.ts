import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '@opencode-commander/config';
import { thisHost } from '@opencode-commander/host';
import { expect, it } from 'vitest';
import { gatewayPort } from '../../src/diagnose/require-gateway-port.ts';

const token = new Secret('a-token-of-16-chars');
const judge = (port: number) => gatewayPort({ host: '127.0.0.1', port, token }).check(thisHost(process));

async function judgeBeside(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const verdict = await judge(port);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  return { port, verdict, afterwards: await judge(port) };
}

it('is content with a free port', async () => {
  const { port, afterwards } = await judgeBeside((_, response) => response.end());
  expect(afterwards).toEqual({ status: 'ok', detail: `127.0.0.1:${port} is free` });
  expect(await judge(0)).toMatchObject({ status: 'ok' });
});

it('knows our own gateway by its token', async () => {
  const { verdict } = await judgeBeside(({ headers }, response) => {
    response.statusCode = headers.authorization === `Bearer ${token.reveal()}` ? 200 : 401;
    response.end();
  });
  expect(verdict).toMatchObject({ status: 'ok', detail: expect.stringContaining('our gateway') });
});

it.each<[string, RequestListener]>([
  ['lets everybody in', (_, response) => response.end()],
  ['lets nobody in', (_, response) => response.writeHead(401).end()],
  ['hangs up', (request) => request.destroy()],
])('sees something else that %s', async (_what, listener) => {
  const { verdict } = await judgeBeside(listener);
  expect(verdict).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining('something else listens'),
  });
});

it('sees an address that is not this host’s', async () => {
  const elsewhere = gatewayPort({ host: '192.0.2.1', port: 7070, token });
  expect(await elsewhere.check(thisHost(process))).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining('EADDRNOTAVAIL'),
  });
});
