import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { agentImage } from '../src/agent-image.ts';
import { fakeHost } from './fake-host.ts';

const OURS = 'localhost/opencode-commander/agent:abc';
const THEIRS = 'registry.test/agent:1';

/** The socket of a Podman elsewhere that has these images. */
async function serviceWith(...images: string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  const listed = images.map((name, age) => ({ RepoTags: [name], Created: 100 - age }));
  const server = createServer(({ url = '' }, response) => {
    const [, name] = /\/images\/([^/]+)\/exists/.exec(url) ?? [];
    if (name === undefined) return void response.end(JSON.stringify(listed));
    const isThere = images.includes(decodeURIComponent(name));
    response.writeHead(isThere ? 204 : 404).end(isThere ? '' : '{"message":"no such image"}');
  }).listen(join(directory, 'p.sock'));
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    await rm(directory, { recursive: true });
  });
  return join(directory, 'p.sock');
}

it.each([
  ['ours', null, `${OURS}\n`, OURS],
  ['ours, not yet built', null, '', 'is built when it is first needed'],
  ['of the user', THEIRS, `${THEIRS}\n`, THEIRS],
])('is content with an image of the host that is %s', async (_, image, output, detail) => {
  const verdict = await agentImage({ image, socket: null }).check(fakeHost({ podman: output }));
  expect(verdict).toEqual({ status: 'ok', detail });
});

it.each([
  ['ours', null, ['docker.io/library/debian:12', OURS, `${OURS}d`], OURS],
  ['ours, not yet built', null, ['docker.io/library/debian:12'], 'is built when it is first needed'],
  ['of the user', THEIRS, [OURS, THEIRS], THEIRS],
])('is content with an image of a configured Podman that is %s', async (_, image, images, detail) => {
  const socket = await serviceWith(...images);
  // This host has no program called podman.
  const host = fakeHost({});
  const ask = (named: string) => agentImage({ image, socket: named }).check(host);
  expect(await ask(socket)).toEqual({ status: 'ok', detail });
  expect(await ask(`unix://${socket}`)).toEqual({ status: 'ok', detail });
});

it('says that the image is not there', async () => {
  const missing = { status: 'trouble', reason: `there is no image ${THEIRS}` };
  const socket = await serviceWith(OURS);
  expect(await agentImage({ image: THEIRS, socket }).check(fakeHost({}))).toMatchObject(missing);
  const here = fakeHost({ podman: '' });
  expect(await agentImage({ image: THEIRS, socket: null }).check(here)).toMatchObject(missing);
});

it('says that nothing answers at the socket', async () => {
  const socket = join(tmpdir(), 'there-is-none.sock');
  expect(await agentImage({ image: null, socket }).check(fakeHost({}))).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining(`Podman's socket ${socket}: there is no such socket.`),
  });
});

it.each([
  ['is missing', fakeHost({}), 'podman is not installed'],
  [
    'fails',
    fakeHost({ podman: { code: 125, output: 'no socket\n' } }),
    'podman cannot list images: no socket',
  ],
])('sees that podman %s', async (_, host, reason) => {
  const verdict = await agentImage({ image: null, socket: null }).check(host);
  expect(verdict).toMatchObject({ status: 'trouble', reason });
});
