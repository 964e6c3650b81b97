import { once } from 'node:events';
import { type ClientRequest, createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openEventStream } from '../../src/http/event-stream.ts';

const server = createServer();
afterEach(() => void server.close());

/** A client that reads nothing, and what it is to be answered. */
async function asked(): Promise<{ sent: ClientRequest; response: ServerResponse }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: '127.0.0.1', agent: false });
  sent.on('error', () => undefined);
  sent.once('response', (answer) => answer.on('error', () => undefined).pause());
  sent.end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { sent, response };
}

it('waits for a client that does not read, keeps little for it, and takes it for dead in the end', async () => {
  const { response } = await asked();
  const stream = openEventStream(response, { heartbeatMs: 1, patienceMs: 300 });
  const data = 'x'.repeat(100_000);
  let taken = 0;
  let most = 0;
  const sending = async () => {
    for (; taken < 10_000; taken += 1) {
      const sent = stream.send({ data });
      most = Math.max(most, response.writableLength);
      await sent;
    }
  };
  await expect(sending()).rejects.toThrow();
  expect(stream.signal.aborted).toBe(true);
  expect(most).toBeLessThan(1_000_000);
  expect(taken).toBeLessThan(10_000);
});

it('is over from its beginning where the client left before it', async () => {
  const { sent, response } = await asked();
  const left = once(response, 'close');
  sent.destroy();
  await left;
  const stream = openEventStream(response, { heartbeatMs: 1_000 });
  expect(stream.signal.aborted).toBe(true);
  await expect(stream.send({ data: 'x' })).rejects.toThrow();
});

it('has nobody listen once it is closed', async () => {
  const { response } = await asked();
  const stream = openEventStream(response, { heartbeatMs: 1_000 });
  stream.close();
  expect(stream.signal.aborted).toBe(true);
});
