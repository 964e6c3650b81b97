import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type EventStream, openEventStream } from '../src/api/event-stream.ts';

const server = createServer();
afterEach(() => void server.close());

/** A client that reads nothing, and the stream that it does not read. */
async function unread(patienceMs: number): Promise<{ stream: EventStream; response: ServerResponse }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: '127.0.0.1', agent: false });
  sent.on('error', () => undefined);
  sent.once('response', (answer) => answer.on('error', () => undefined).pause());
  sent.end();
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { stream: openEventStream(response, { heartbeatMs: 1, patienceMs }), response };
}

it('waits for a client that does not read, keeps little for it, and takes it for dead in the end', async () => {
  const { stream, response } = await unread(300);
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
