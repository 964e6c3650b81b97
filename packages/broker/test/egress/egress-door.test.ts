import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, request as send } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Fixture, openBroker, raw } from '../broker-fixture.ts';

let echo: ReturnType<typeof createTcpServer>;
let site: Server;
let box: Fixture;
let echoPort: number;
let sitePort: number;
const connections = new Set<Socket>();
const lookups: string[] = [];

const port = (server: Server | typeof echo) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  echo = createTcpServer((socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    socket.on('error', () => undefined).pipe(socket);
  }).listen(0, '127.0.0.1');
  site = createServer((request, response) => {
    response.setHeader('x-path', request.url ?? '');
    response.setHeader('x-host', request.headers.host ?? '');
    request.pipe(response);
  }).listen(0, '127.0.0.1');
  await Promise.all([once(echo, 'listening'), once(site, 'listening')]);
  echoPort = port(echo);
  sitePort = port(site);
  box = await openBroker({
    egressAllow: [
      `127.0.0.1:${echoPort}`,
      `127.0.0.1:${sitePort}`,
      'rebound.test',
      `listed.test:${echoPort}`,
      '*.below.test',
      'nowhere.test',
      '127.0.0.1:1',
    ],
    resolve: async (name) => {
      lookups.push(name);
      if (name === 'nowhere.test') throw new Error('ENOTFOUND');
      return [{ address: name === 'mapped.below.test' ? '::ffff:127.0.0.1' : '127.0.0.1', family: 4 }];
    },
  });
});
beforeEach(() => {
  lookups.length = 0;
});
afterAll(async () => {
  expect(box.errors).toEqual([]);
  await box[Symbol.asyncDispose]();
  site.closeAllConnections();
  site.close();
  echo.close();
});

/** Opens a tunnel as a client does; gives the socket and what the broker answered. */
async function tunnel(target: string): Promise<{ socket: Socket; answer: string }> {
  const socket = connect({ path: box.socketPath });
  socket.on('error', () => undefined);
  socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  return { socket, answer: String(answer) };
}

test('a tunnel to an address that is listed carries bytes both ways and ends with either side', async () => {
  const { socket, answer } = await tunnel(`127.0.0.1:${echoPort}`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  socket.write('ping');
  expect(String((await once(socket, 'data'))[0])).toBe('ping');
  const closed = once(socket, 'close');
  for (const connection of connections) connection.destroy();
  await closed;
  const other = await tunnel(`127.0.0.1:${echoPort}`);
  const gone = once([...connections][0]!, 'close');
  other.socket.destroy();
  await gone;
});

test('bytes that come with the CONNECT are not lost', async () => {
  const head = `CONNECT 127.0.0.1:${echoPort} HTTP/1.1\r\nhost: x\r\n\r\nearly`;
  const socket = connect({ path: box.socketPath });
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(head);
  await expect.poll(() => text).toContain('early');
  socket.destroy();
});

test('a listed name that resolves to a listed address', async () => {
  const { socket, answer } = await tunnel(`listed.test:${echoPort}`);
  expect(answer).toContain(' 200 ');
  expect(lookups).toEqual(['listed.test']);
  socket.destroy();
});

test.each([
  ['a host that is not listed', 'pypi.org:443', 403],
  ['cloud metadata by address', '169.254.169.254:80', 403],
  ['cloud metadata by name', 'metadata.google.internal:80', 403],
  ['cloud metadata by IPv6', '[fd00:ec2::254]:80', 403],
  ['loopback by name', 'localhost:6379', 403],
  ['loopback by another spelling', '127.1:6379', 403],
  ['loopback as a number', '2130706433:6379', 403],
  ['loopback mapped', `[::ffff:127.0.0.1]:${0 + 6379}`, 403],
  ['a public address that is not listed', '8.8.8.8:443', 403],
  ['a listed name on another port', 'rebound.test:22', 403],
  ['a name beside a listed one', 'rebound.test.evil.com:443', 403],
  ['credentials before the name', 'rebound.test@evil.com:443', 403],
  ['a listed name that resolves to loopback', 'rebound.test:443', 403],
  ['a listed name that resolves to a mapped address', 'mapped.below.test:443', 403],
  ['a listed name that does not exist', 'nowhere.test:443', 502],
  ['a listed address where nothing listens', '127.0.0.1:1', 502],
])('CONNECT to %s is refused', async (_name, target, status) => {
  const answer = await raw(box.port, `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toContain('commander: ');
});

test('says how to allow a host, and tells people once', async () => {
  box.refusals.length = 0;
  const ask = () => raw(box.port, 'CONNECT registry.npmjs.org:443 HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(await ask()).toContain(
    'add "registry.npmjs.org" to egress_allow under [containers] in commander.toml',
  );
  await ask();
  expect(box.refusals.filter((line) => line.includes('registry.npmjs.org'))).toHaveLength(1);
  expect(lookups).toEqual([]);
});

async function plain(url: string, body = ''): Promise<IncomingMessage & { text: string }> {
  const request = send({ socketPath: box.socketPath, path: url, method: 'POST', agent: false });
  request.end(body);
  const [response]: IncomingMessage[] = await once(request, 'response');
  let text = '';
  for await (const chunk of response!) text += chunk;
  return Object.assign(response!, { text });
}

test('plain HTTP goes through to a host that is listed with its port', async () => {
  const response = await plain(`http://127.0.0.1:${sitePort}/a/b?c=d`, 'body');
  expect(response.statusCode).toBe(200);
  expect(response.text).toBe('body');
  expect(response.headers).toMatchObject({ 'x-path': '/a/b?c=d', 'x-host': `127.0.0.1:${sitePort}` });
});

test.each([
  ['a host that is not listed', 'http://deb.debian.org/', 403],
  ['a host that is listed for 443 only', 'http://rebound.test/', 403],
  ['another scheme', 'ftp://127.0.0.1/', 403],
  ['https without a tunnel', 'https://rebound.test/', 403],
  ['a listed address where nothing listens', 'http://127.0.0.1:1/', 502],
])('plain HTTP to %s is refused', async (_name, url, status) => {
  const response = await plain(url);
  expect(response.statusCode).toBe(status);
  expect(response.text).toContain('commander: ');
});

test('no more than 64 tunnels at once', async () => {
  const open = await Promise.all(Array.from({ length: 64 }, () => tunnel(`127.0.0.1:${echoPort}`)));
  const { socket, answer } = await tunnel(`127.0.0.1:${echoPort}`);
  expect(answer).toContain(' 503 ');
  for (const one of [...open.map(({ socket }) => socket), socket]) one.destroy();
  await expect.poll(() => connections.size).toBe(0);
});
