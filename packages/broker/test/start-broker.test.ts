import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BrokerError } from '../src/broker-error.ts';
import { isBrokerThere } from '../src/is-broker-there.ts';
import { type BrokerOptions, startBroker } from '../src/start-broker.ts';
import { BRANCH, openBroker, raw } from './broker-fixture.ts';
import { commit, git } from './git-fixture.ts';

test('anyone may open the socket: the directory keeps others out', async () => {
  await using box = await openBroker();
  expect((await stat(box.socketPath)).mode & 0o777).toBe(0o666);
});

test('stops at once with tunnels, model streams and pushes open, and takes its socket away', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await using box = await openBroker({
    egressAllow: [`127.0.0.1:${port}`],
    providers: { slow: { baseUrl: `http://127.0.0.1:${port}`, apiKey: null } },
  });
  const begin = (text: string) => {
    const socket = connect({ path: box.socketPath }).on('error', () => undefined);
    socket.write(text);
    return socket;
  };
  const reached = once(silent, 'connection');
  const model = begin('POST /llm/slow/chat HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}');
  await reached;
  const tunnel = begin(`CONNECT 127.0.0.1:${port} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await once(tunnel, 'data');
  const type = 'content-type: application/x-git-upload-pack-request\r\ncontent-length: 1000';
  const fetch = begin(`POST /git/acme/web/git-upload-pack HTTP/1.1\r\nhost: x\r\n${type}\r\n\r\n0011`);
  const closed = Promise.all([model, tunnel, fetch].map((socket) => closeOf(socket)));
  const start = performance.now();
  await box.broker.stop();
  await closed;
  expect(performance.now() - start).toBeLessThan(1_500);
  expect((await readdir(box.place)).filter((name) => name.endsWith('.sock'))).toEqual([]);
  await box.broker.stop();
  silent.close();
});

test('takes the place of a broker that died', async () => {
  await using box = await openBroker();
  const tree = join(box.place, 'clone');
  await git(box.place, 'clone', '-q', `${box.url}/git/acme/web`, tree);
  await git(tree, 'checkout', '-q', '-b', BRANCH);
  await commit(tree, { 'a.txt': 'a\n' });
  await using next = await openBroker({ socketPath: box.socketPath, quarantine: box.quarantine });
  await git(tree, 'push', '-q', `${next.url}/git/acme/web`, BRANCH);
  expect(await git(box.quarantine.path, 'log', '-1', '--format=%s', BRANCH)).toBe('Change files');
});

test('one that lost its sandbox takes nothing away from its successor', async () => {
  await using box = await openBroker();
  expect(await isBrokerThere(box.socketPath)).toBe(true);
  await using next = await openBroker({ socketPath: box.socketPath, quarantine: box.quarantine });
  await box.broker.stop();
  expect(await isBrokerThere(box.socketPath)).toBe(true);
  const tree = join(box.place, 'clone');
  await git(box.place, 'clone', '-q', `${next.url}/git/acme/web`, tree);
  await next.broker.stop();
  expect(await isBrokerThere(box.socketPath)).toBe(false);
});

test('refuses a path that is too long, taken by a file, or nowhere', async () => {
  await using box = await openBroker();
  const file = join(box.place, 'file');
  await writeFile(file, '');
  await mkdir(join(box.place, 'x'.repeat(100)));
  const paths = [join(box.place, 'x'.repeat(100), 'b.sock'), file, join(box.place, 'nowhere/b.sock')];
  const start = (more: Partial<BrokerOptions>) =>
    startBroker({
      socketPath: join(box.place, 'other.sock'),
      repository: 'acme/web',
      quarantine: box.quarantine,
      providers: {},
      placeholderKey: '',
      allowedModels: () => null,
      egressAllow: [],
      ...more,
    });
  for (const socketPath of paths) await expect(start({ socketPath })).rejects.toThrow(BrokerError);
  await expect(start({ egressAllow: ['*'] })).rejects.toThrow('egress_allow');
});

test('its own pages are found through it as a proxy, too', async () => {
  await using box = await openBroker();
  const proxy = ['-c', `http.proxy=${box.url}`];
  await git(
    box.place,
    ...proxy,
    'clone',
    '-q',
    'http://127.0.0.1:8080/git/acme/web',
    join(box.place, 'clone'),
  );
  expect(await raw(box.port, 'GET /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toContain(
    'not_found',
  );
});

test('tells of a fault of its own that is repeated for ever a bounded number of times', async () => {
  let asked = 0;
  await using box = await openBroker({
    egressAllow: ['listed.test'],
    resolve: () => {
      asked += 1;
      throw new Error(`resolver fault ${asked}`);
    },
  });
  for (let n = 0; n < 220; n += 1) {
    await raw(box.port, 'CONNECT listed.test:443 HTTP/1.1\r\nhost: x\r\n\r\n');
  }
  expect(asked).toBe(220);
  expect(box.errors).toHaveLength(200);
  const { errors } = box;
  expect(errors[0]).toMatchObject({ message: 'resolver fault 1' });
});

test('tells of the same fault once', async () => {
  await using box = await openBroker({
    egressAllow: ['listed.test'],
    resolve: () => {
      throw new Error('resolver fault');
    },
  });
  for (let n = 0; n < 3; n += 1) {
    await raw(box.port, 'CONNECT listed.test:443 HTTP/1.1\r\nhost: x\r\n\r\n');
  }
  expect(box.errors).toHaveLength(1);
});

function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
