import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { fetchTail } from '../src/fetch-tail.ts';

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function listen(answer: RequestListener): Promise<URL> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/log?sig=secret`);
}

const limits = { timeoutMs: 5_000, signal: undefined, maxBytes: 10 };

it('keeps the end of what is long, and says that there was more', async () => {
  const url = await listen((_request, response) => {
    for (let i = 0; i < 1_000; i += 1) response.write('x'.repeat(1_000));
    response.end('\nthe end');
  });
  expect(await fetchTail(url, limits)).toEqual({ text: 'xx\nthe end', cut: true });
});

it('keeps what is short as it is', async () => {
  const url = await listen((_request, response) => response.end('0123456789'));
  expect(await fetchTail(url, limits)).toEqual({ text: '0123456789', cut: false });
});

it.each([404, 410])('finds nothing where GitHub has deleted it (%i)', async (status) => {
  const url = await listen((_request, response) => response.writeHead(status).end('gone'));
  expect(await fetchTail(url, limits)).toBeNull();
});

it('says what went wrong, without the secret of the address', async () => {
  const url = await listen((_request, response) => response.writeHead(503).end());
  const error = await fetchTail(url, limits).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('answered 503') });
  expect(String(error)).not.toContain('secret');
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await expect(fetchTail(url, limits)).rejects.toMatchObject({ kind: 'unavailable' });
});

it('gives up on a server that stops in the middle, and ends with its signal', async () => {
  const url = await listen((_request, response) => void response.write('a'));
  await expect(fetchTail(url, { ...limits, timeoutMs: 100 })).rejects.toThrow('no answer within 100 ms');
  const stop = new AbortController();
  const asked = fetchTail(url, { ...limits, signal: stop.signal });
  server.once('request', () => stop.abort());
  await expect(asked).rejects.toMatchObject({ kind: 'unavailable' });
});
