import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createQuarantine } from '../../src/git/create-quarantine.ts';
import { GitError } from '../../src/git/git-error.ts';
import { resolveBase } from '../../src/git/resolve-base.ts';
import { syncMirror } from '../../src/git/sync-mirror.ts';
import { commit, git, scratch, seedRepository } from '../git-fixture.ts';
import { type GitServer, startGitServer } from '../git-server.ts';

const TOKEN = 'ghs_topsecrettoken';
const AUTHORIZATION = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;
const environment = { PATH: process.env['PATH'] };

let place: Awaited<ReturnType<typeof scratch>>;
let server: GitServer;
let seed: Awaited<ReturnType<typeof seedRepository>>;
let number = 0;

beforeAll(async () => {
  place = await scratch();
  seed = await seedRepository(place.path);
  server = await startGitServer(join(place.path, 'remote'), AUTHORIZATION);
});
beforeEach(() => {
  server.status = null;
  number += 1;
});
afterAll(async () => {
  await server.stop();
  await place[Symbol.asyncDispose]();
});

function request(path = 'acme/web.git', authorization: string | null = AUTHORIZATION) {
  const directory = join(place.path, 'mirrors', String(number), path);
  return { directory, remote: { url: `${server.url}/${path}`, authorization }, environment };
}

async function failure(work: Promise<unknown>): Promise<GitError> {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof GitError) return error;
  throw new Error('no GitError was thrown', { cause: error });
}

test('fetches heads and tags and follows the remote, deleted branches included', async () => {
  await git(seed.tree, 'push', '-q', 'origin', 'main:refs/heads/passing');
  const mirror = await syncMirror(request());
  expect(await resolveBase(mirror, 'main', environment)).toBe(seed.head);
  expect(await resolveBase(mirror, 'passing', environment)).toBe(seed.head);
  await git(seed.tree, 'push', '-q', 'origin', ':passing');
  seed.head = await commit(seed.tree, { 'a.txt': 'a\n' });
  await git(seed.tree, 'push', '-q', 'origin', 'main', 'main:refs/heads/passing/by');
  await syncMirror(request());
  expect(await resolveBase(mirror, 'main', environment)).toBe(seed.head);
  expect(await resolveBase(mirror, 'passing', environment)).toBeNull();
  expect(await git(mirror.path, 'tag')).toBe('v1');
  await git(seed.tree, 'push', '-q', 'origin', ':passing/by');
});

test('leaves no credential on disk', async () => {
  const mirror = await syncMirror(request());
  const names = await readdir(mirror.path, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  expect(texts.filter((text) => text.includes(TOKEN) || text.includes(AUTHORIZATION))).toEqual([]);
  expect(server.requests.at(-1)?.authorization).toBe(AUTHORIZATION);
});

test('takes turns when several sync the same mirror at once', async () => {
  const mirrors = await Promise.all(Array.from({ length: 5 }, () => syncMirror(request())));
  const [mirror] = mirrors;
  expect(await resolveBase(mirror!, 'main', environment)).toBe(seed.head);
  expect(await readdir(mirror!.path)).not.toContain('commander-sync');
});

test('goes on after a git that was killed in the middle of it', async () => {
  const mirror = await syncMirror(request());
  seed.head = await commit(seed.tree, { 'b.txt': 'b\n' });
  await git(seed.tree, 'push', '-q', 'origin', 'main');
  const dead = join(mirror.path, 'refs/heads/main.lock');
  await mkdir(join(mirror.path, 'refs/heads'), { recursive: true });
  await writeFile(dead, '');
  await utimes(dead, 0, 0);
  await syncMirror(request());
  expect(await resolveBase(mirror, 'main', environment)).toBe(seed.head);
});

test('an empty repository has no base', async () => {
  const bare = join(place.path, 'remote/acme/empty.git');
  await mkdir(bare, { recursive: true });
  await git(bare, 'init', '-q', '--bare');
  const mirror = await syncMirror(request('acme/empty.git'));
  expect(await resolveBase(mirror, 'main', environment)).toBeNull();
});

test.each([
  [404, 'not_found'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [301, 'not_found'],
  [500, 'unreachable'],
  [503, 'unreachable'],
])('a remote that answers %i is %s', async (status, kind) => {
  server.status = status;
  const error = await failure(syncMirror(request()));
  expect(error.kind).toBe(kind);
  expect(error.message).toContain(String(status));
  expect(error.message).not.toContain('\n');
  expect(error.exitCode).toBe(3);
});

test('a repository that is not there', async () => {
  expect((await failure(syncMirror(request('acme/nope.git')))).kind).toBe('not_found');
});

test('a wrong token and no token, without the token in any message', async () => {
  const wrong = await failure(syncMirror(request('acme/web.git', 'Bearer ghs_anotherToken')));
  expect(wrong.kind).toBe('unauthorized');
  expect(JSON.stringify([wrong.message, String(wrong.cause)])).not.toContain('anotherToken');
  expect((await failure(syncMirror(request('acme/web.git', null)))).message).toContain('configure one');
});

test('a host that is down', async () => {
  const gone = await startGitServer(place.path);
  await gone.stop();
  const remote = { url: `${gone.url}/acme/web.git`, authorization: null };
  expect((await failure(syncMirror({ ...request(), remote }))).kind).toBe('unreachable');
});

test.each([
  'file:///etc',
  '/etc',
  '-upload-pack=touch',
  'https://user:pw@example.com/a',
  'ext::sh -c id',
  'ssh://a/b',
])('the URL %s is refused before git sees it, its password unseen', async (url) => {
  const error = await failure(syncMirror({ ...request(), remote: { url, authorization: null } }));
  expect(error.kind).toBe('failed');
  expect(error.message).not.toContain('pw');
});

test('stops when aborted', async () => {
  const controller = new AbortController();
  controller.abort();
  const work = syncMirror({ ...request(), signal: controller.signal });
  await expect(work).rejects.toThrow('aborted');
});

test('a quarantine borrows the mirror and keeps its snapshot', async () => {
  const mirror = await syncMirror(request());
  const directory = join(place.path, `quarantine-${number}`);
  const wanted = {
    mirror,
    directory,
    branch: 'agent/1-abcdef',
    maxPushBytes: 1e6,
    baseBranch: 'main',
    environment,
  };
  const quarantine = await createQuarantine(wanted);
  const before = seed.head;
  seed.head = await commit(seed.tree, { 'c.txt': 'c\n' });
  await git(seed.tree, 'push', '-q', 'origin', 'main');
  await syncMirror(request());
  expect(await git(quarantine.path, 'rev-parse', 'HEAD', 'v1^{commit}')).toContain(before);
  expect(await readdir(join(quarantine.path, 'objects'))).toEqual(['info', 'pack']);
  expect(await readdir(quarantine.path)).not.toContain('hooks');
  await expect(createQuarantine(wanted)).rejects.toThrow('EEXIST');
  const bad = createQuarantine({ ...wanted, directory: `${directory}-b`, branch: 'a..b' });
  expect((await failure(bad)).message).toContain('a..b');
});
