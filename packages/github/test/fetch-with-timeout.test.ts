import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchWithTimeout } from '../src/fetch-with-timeout.ts';

let server: Server;
let collecting: NodeJS.Timeout;
beforeEach(() => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collecting = setInterval(collect, 20);
});
afterEach(() => {
  clearInterval(collecting);
  server.close();
  server.closeAllConnections();
});

async function listen(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

it.each<[string, RequestListener]>([
  ['says nothing', () => undefined],
  ['stops in the middle of its answer', (_request, response) => void response.write('{"a":')],
])(
  'gives up on a server that %s, however often garbage is collected',
  async (_what, answer) => {
    const url = await listen(answer);
    const stop = new AbortController();
    const asked = fetchWithTimeout(300, stop.signal)(url);
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  },
  5_000,
);

it('ends at once when its signal is aborted, as an AbortError whatever the reason', async () => {
  const url = await listen((_request, response) => void response.write('{'));
  const stop = new AbortController();
  const asked = fetchWithTimeout(60_000, stop.signal)(url);
  server.once('request', () => stop.abort(new Error('stopping')));
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await expect(fetchWithTimeout(60_000, stop.signal)(url)).rejects.toMatchObject({ name: 'AbortError' });
}, 5_000);

it('hands the answer over whole', async () => {
  const url = await listen((_request, response) => response.writeHead(201, { x: 'y' }).end('hello'));
  const response = await fetchWithTimeout(5_000, undefined)(`${url}/path`);
  expect([response.status, response.url, response.headers.get('x')]).toEqual([201, `${url}/path`, 'y']);
  expect(await response.text()).toBe('hello');
});
