import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareBase } from '../../src/image/base-image.ts';
import { connectPodman } from '../../src/index.ts';

const path = process.env['PATH'];
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'a'));
  process.env['PATH'] = `${directory}:${path}`;
});
afterEach(async () => {
  process.env['PATH'] = path;
  await rm(directory, { recursive: true });
});

it('does not hold on to a Podman that leaves while mmdebstrap is at it', async () => {
  const [begun, tar] = [join(directory, 'begun'), join(directory, 'tar')];
  await promisify(execFile)('mkfifo', [begun, tar]);
  const standIn = ['#!/bin/sh', `echo > ${begun}`, `cat ${tar}`].join('\n');
  await writeFile(join(directory, 'mmdebstrap'), standIn, { mode: 0o755 });
  const { server, leave, imported } = await startPodman(join(directory, 'p.sock'));
  const podman = connectPodman(join(directory, 'p.sock'));
  const preparing = prepareBase({ podman, onProgress: () => undefined });
  // It is there again for whoever connects anew: socket activation.
  await readFile(begun);
  leave();
  await writeFile(tar, 'a tar');
  const base = await preparing;
  expect(base.kind).toBe('bootstrapped');
  await base[Symbol.asyncDispose]();
  expect(imported).toEqual(['a tar']);
  await podman.close();
  server.close();
});

it.each([
  ['once', '[ -e "$0.tried" ]', 'bootstrapped'],
  ['for good', 'false', 'mmdebstrap failed (25). Is a Debian mirror reachable? no mirror'],
])('reads of a mirror that drops its connection %s', async (_, isWell, outcome) => {
  const fail = '{ touch "$0.tried"; echo "no mirror" >&2; exit 25; }';
  const standIn = ['#!/bin/sh', `${isWell} || ${fail}`, 'echo a tar'].join('\n');
  await writeFile(join(directory, 'mmdebstrap'), standIn, { mode: 0o755 });
  const { server } = await startPodman(join(directory, 'p.sock'));
  const podman = connectPodman(join(directory, 'p.sock'));
  const preparing = prepareBase({ podman, onProgress: () => undefined });
  await expect(
    preparing.then(
      ({ kind }) => kind,
      ({ message }) => message,
    ),
  ).resolves.toContain(outcome);
  await podman.close();
  server.close();
});

it('removes the base of a builder that was killed, and leaves the images of the services', async () => {
  await writeFile(join(directory, 'mmdebstrap'), '#!/bin/sh\necho a tar\n', { mode: 0o755 });
  const { server, images, removed } = await startPodman(join(directory, 'p.sock'));
  const stale = 'localhost/opencode-commander/agent-base:stale';
  images.push(stale, 'localhost/opencode-commander/base:latest', 'localhost/opencode-commander/agent:1');
  const podman = connectPodman(join(directory, 'p.sock'));
  await prepareBase({ podman, onProgress: () => undefined });
  expect(removed).toEqual([stale]);
  await podman.close();
  server.close();
});

/** A service that reaches no registry, and has only the images that it is given. */
async function startPodman(socket: string) {
  const imported: string[] = [];
  const images: string[] = [];
  const removed: string[] = [];
  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (url.includes('/images/import')) imported.push(body);
    const [, name] = /\/images\/([^/?]+)(?:\?|$)/.exec(url) ?? [];
    if (request.method === 'DELETE' && name) removed.push(decodeURIComponent(name));
    const status = url.includes('/exists') ? 404 : 200;
    response.writeHead(status, { connection: 'close' }).end(answerTo(url, images));
  }).listen(socket);
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  await once(server, 'listening');
  /** Ends whatever it is not just answering. */
  const leave = () => {
    for (const connection of connections) connection.destroy();
  };
  return { server, leave, imported, images, removed };
}

function answerTo(url: string, images: readonly string[]): string {
  if (url.includes('/images/pull')) return '{"error":"no registry"}\n';
  const listed = images.map((name) => ({ RepoTags: [name], Created: 0 }));
  return url.includes('/images/json') ? JSON.stringify(listed) : '{"message":""}';
}
