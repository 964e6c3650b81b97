import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openAttachProxy } from '../src/index.ts';

const PASSWORD = 'of-this-sitting';
const OURS = { authorization: `Basic ${Buffer.from(`opencode:${PASSWORD}`).toString('base64')}` };
const THEIRS = `Basic ${Buffer.from('me:of-the-instance').toString('base64')}`;

/** A server that tells what it was asked, or streams; with a proxy to it. */
async function startBoth() {
  const server = createServer((asked, response) => {
    if (asked.url === '/event') return void response.write('data: 1\n\n');
    const { authorization, 'x-opencode-directory': directory } = asked.headers;
    void text(asked).then((body) =>
      response
        .setHeader('x-of', 'theirs')
        .end(JSON.stringify({ url: asked.url, authorization, directory, body })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const to = {
    address: { url: `http://127.0.0.1:${port}/base` },
    username: 'me',
    password: 'of-the-instance',
  };
  const proxy = await openAttachProxy(to, { password: PASSWORD, directory: '/src/the web' });
  return { proxy, stop };
}

it('leads to the instance with its credential, whatever way it is asked', async () => {
  const { proxy, stop } = await startBoth();
  await using _ = proxy;
  expect(new URL(proxy.url).hostname).toBe('127.0.0.1');
  const answer = await fetch(`${proxy.url}/session?x=1`, { method: 'POST', body: 'hello', headers: OURS });
  expect(answer.headers.get('x-of')).toBe('theirs');
  expect(await answer.json()).toEqual({
    ...{ url: '/base/session?x=1', authorization: THEIRS, body: 'hello' },
    directory: '%2Fsrc%2Fthe%20web',
  });
  const elsewhere = await fetch(`${proxy.url}/`, { headers: { ...OURS, 'x-opencode-directory': '/other' } });
  expect(await elsewhere.json()).toMatchObject({ directory: '/other' });
  stop();
  expect((await fetch(`${proxy.url}/session`, { headers: OURS })).status).toBe(502);
});

it.each([{}, { authorization: 'Basic b3BlbmNvZGU6eA==' }, { authorization: THEIRS }])(
  'refuses whoever comes with %j',
  async (headers) => {
    const { proxy, stop } = await startBoth();
    await using _ = proxy;
    expect((await fetch(`${proxy.url}/session`, { headers })).status).toBe(401);
    stop();
  },
);

it('leads nowhere else', async () => {
  const { proxy, stop } = await startBoth();
  await using _ = proxy;
  const { port } = new URL(proxy.url);
  const asked = request({ port, host: '127.0.0.1', path: 'http://elsewhere.example/', headers: OURS });
  asked.end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  expect(answer.statusCode).toBe(400);
  stop();
});
