import { createServer, type RequestListener } from 'node:http';
import { VERSION } from '@opencode-commander/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { farAway, startGatewayOf } from '../a-gateway.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
let gateway: Awaited<ReturnType<typeof startGatewayOf>>;
beforeAll(async () => {
  rig = await createRig();
  gateway = await startGatewayOf(rig);
});
afterAll(async () => {
  await gateway.stop();
  await rig[Symbol.asyncDispose]();
});

/** Fails with one line that says `words`, and nothing of the token. */
async function fails(
  env: Record<string, string | undefined>,
  code: number,
  words: string | RegExp,
): Promise<void> {
  const ended = await rig.call(['status'], { ...farAway(rig, gateway.url), ...env });
  const told = typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
  expect(ended).toMatchObject({ code, stdout: [], stderr: [told] });
  expect(errorsOf(ended)).toHaveLength(1);
  expect(ended.stderr.join()).not.toContain(env['COMMANDER_TOKEN'] ?? 'a-token-of');
}

describe('an address or a token that is none', () => {
  it.each([
    [{ COMMANDER_URL: 'commander' }, 'commander is no address of a gateway: write its address'],
    [{ COMMANDER_URL: 'localhost:7070' }, 'is no address of a gateway'],
    [{ COMMANDER_URL: 'http://127.0.0.1:7070/mcp' }, 'without /mcp: write http://127.0.0.1:7070'],
    [{ COMMANDER_URL: 'http://me:secret@127.0.0.1:7070' }, 'carries a password: set COMMANDER_TOKEN'],
    [
      { COMMANDER_TOKEN: undefined },
      'The gateway wants a token: set COMMANDER_TOKEN or COMMANDER_TOKEN_FILE',
    ],
    [{ COMMANDER_TOKEN: 'two words' }, 'must be one word'],
    [
      { COMMANDER_TOKEN: undefined, COMMANDER_TOKEN_FILE: '/nowhere/token' },
      '/nowhere/token cannot be read (ENOENT)',
    ],
    [{ COMMANDER_TOKEN: 'another-token' }, 'refuses the token: look at COMMANDER_TOKEN'],
    [{ COMMANDER_URL: ' ', COMMANDER_REDIS_URL: 'x' }, 'redis.url'],
  ])('%j', (env, words) => fails(env, 4, words));
});

describe('a gateway that cannot be asked', () => {
  it('is not there', () => fails({ COMMANDER_URL: 'http://127.0.0.1:1234' }, 5, 'nothing listens there'));

  it('has a name that nobody knows', () =>
    fails(
      { COMMANDER_URL: 'https://nowhere.invalid' },
      5,
      /nowhere\.invalid cannot be reached: (there is no host|its name)/,
    ));

  it('does not speak https', () =>
    fails(
      { COMMANDER_URL: gateway.url.replace('http:', 'https:') },
      4,
      'does not speak https: write http://',
    ));
});

describe('a token sent in clear', () => {
  const said = async (url: string) =>
    (await rig.call(['status'], { ...farAway(rig, gateway.url), COMMANDER_URL: url })).stderr;

  it('is warned of in one line', async () => {
    expect(await said('http://nowhere.invalid')).toEqual([
      'The token goes to http://nowhere.invalid in clear: use https://, or a tunnel that ends on 127.0.0.1',
      expect.stringContaining('commander: '),
    ]);
  });

  it.each(['http://127.0.0.1:1234', 'http://localhost:1234', 'http://[::1]:1234', 'https://nowhere.invalid'])(
    'is no matter at %s',
    async (url) => expect(await said(url)).toHaveLength(1),
  );
});

describe('what is no gateway', () => {
  it.each<[string, RequestListener, number, string | RegExp]>([
    [
      'a page',
      (_, response) => response.setHeader('content-type', 'text/html').end('<p>Hi'),
      4,
      'is no gateway of commander, or none by that name: it answers 200 (text/html)',
    ],
    [
      'a page for errors',
      (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<p>'),
      4,
      'it answers 404 (text/html)',
    ],
    [
      'another API',
      (_, response) => response.setHeader('content-type', 'application/json').end('{}'),
      4,
      'is no gateway of commander',
    ],
    [
      'something that sends elsewhere',
      (_, response) => response.writeHead(301, { location: 'https://a.example/' }).end(),
      4,
      'sends elsewhere, to https://a.example/: set COMMANDER_URL',
    ],
    [
      'a proxy without a gateway',
      (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<p>'),
      5,
      'answers 502 (text/html): the gateway behind it cannot be reached',
    ],
    [
      'a gateway of another name',
      (_, response) =>
        response
          .writeHead(403, { 'content-type': 'text/plain' })
          .end('Forbidden: this gateway answers to localhost.'),
      4,
      '403 (text/plain): Forbidden: this gateway answers to localhost.',
    ],
    ['what hangs up', (request) => request.socket.destroy(), 5, 'hung up without an answer'],
    [
      'a gateway of another version',
      (_, response) => response.writeHead(200, { 'x-commander-version': '9.9.9' }).end('{"tasks": 1}'),
      4,
      /not understood \(commander there is version 9\.9\.9, here \d+\.\d+\.\d+\): use the same version/,
    ],
    [
      'one that knows no such operation',
      (_, response) =>
        response
          .writeHead(404, { 'x-commander-version': '0.0.1' })
          .end('{"error":"There is no operation status","exit_code":4}'),
      4,
      'There is no operation status (commander there is version 0.0.1',
    ],
    [
      'a gateway without its Redis',
      (_, response) =>
        response
          .writeHead(503, { 'x-commander-version': VERSION, 'retry-after': '5' })
          .end('{"error":"Redis cannot be reached at the moment","exit_code":5}'),
      5,
      /^commander: Redis cannot be reached at the moment$/,
    ],
  ])('%s', async (_what, listener, code, words) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    try {
      await fails({ COMMANDER_URL: `http://127.0.0.1:${port}` }, code, words);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
