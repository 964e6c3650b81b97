import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createQuarantine, type Quarantine } from '../../src/git/create-quarantine.ts';
import { GitError } from '../../src/git/git-error.ts';
import { publishBranch } from '../../src/git/publish-branch.ts';
import { syncMirror } from '../../src/git/sync-mirror.ts';
import { commit, failingGit, git, scratch, seedRepository } from '../git-fixture.ts';
import { type GitServer, startGitServer } from '../git-server.ts';

const TOKEN = 'ghs_topsecrettoken';
const AUTHORIZATION = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`;
const environment = { PATH: process.env['PATH'] };

let place: Awaited<ReturnType<typeof scratch>>;
let server: GitServer;
let seed: Awaited<ReturnType<typeof seedRepository>>;
let quarantine: Quarantine;
let tree: string;
let branch: string;
let number = 0;

beforeAll(async () => {
  place = await scratch();
  seed = await seedRepository(place.path);
  server = await startGitServer(join(place.path, 'remote'), AUTHORIZATION);
});
afterAll(async () => {
  await server.stop();
  await place[Symbol.asyncDispose]();
});
beforeEach(async () => {
  number += 1;
  server.status = null;
  branch = `agent/${number}-abcdef`;
  const remote = { url: `${server.url}/acme/web.git`, authorization: AUTHORIZATION };
  const mirror = await syncMirror({ directory: join(place.path, 'mirror'), remote, environment });
  const directory = join(place.path, `q${number}`);
  quarantine = await createQuarantine({ mirror, directory, branch, maxPushBytes: 1e8, environment });
  tree = join(place.path, `t${number}`);
  await git(place.path, 'clone', '-q', directory, tree);
  await git(tree, 'checkout', '-q', '-b', branch, 'origin/main');
});

async function work(content: string): Promise<string> {
  const headSha = await commit(tree, { 'a.txt': content });
  await git(tree, 'push', '-q', '-f', 'origin', branch);
  return headSha;
}

function publish(headSha: string, authorization: string | null = AUTHORIZATION): Promise<void> {
  const remote = { url: `${server.url}/acme/web.git`, authorization };
  return publishBranch({ quarantine, branch, headSha, remote, environment });
}

async function failure(publishing: Promise<void>): Promise<GitError> {
  const error = await publishing.catch((error: unknown) => error);
  if (!(error instanceof GitError)) throw new Error('no GitError was thrown', { cause: error });
  expect(`${error.message} ${error.cause}`).not.toContain(TOKEN);
  return error;
}

const published = () => git(seed.bare, 'rev-parse', `refs/heads/${branch}`);

test('creates the branch, moves it forward, and is content when it is there', async () => {
  const first = await work('one\n');
  await publish(first);
  expect(await published()).toBe(first);
  await publish(first);
  const second = await work('two\n');
  await publish(second);
  expect(await published()).toBe(second);
});

test('publishes what was inspected, not what came after', async () => {
  const inspected = await work('one\n');
  await work('later\n');
  await publish(inspected);
  expect(await published()).toBe(inspected);
});

test('never forces', async () => {
  await publish(await work('one\n'));
  await git(tree, 'reset', '-q', '--hard', 'HEAD~1');
  const error = await failure(publish(await work('other\n')));
  expect(error.kind).toBe('refused');
  expect(error.message).toContain(branch);
});

test('says the reason of a remote that refuses', async () => {
  const hook = join(seed.bare, 'hooks/update');
  await mkdir(join(seed.bare, 'hooks'), { recursive: true });
  await writeFile(hook, '#!/bin/sh\necho protected branch >&2\nexit 1\n');
  await chmod(hook, 0o755);
  const error = await failure(publish(await work('one\n')));
  await rm(hook);
  expect(error.kind).toBe('refused');
  expect(error.message).toContain('hook declined');
  expect(String(error.cause)).toContain('protected branch');
  expect(await failingGit(seed.bare, 'rev-parse', '--verify', `refs/heads/${branch}`)).toContain(
    'single revision',
  );
});

test.each([
  [403, 'forbidden'],
  [404, 'not_found'],
  [502, 'unreachable'],
])('a remote that answers %i is %s', async (status, kind) => {
  const headSha = await work('one\n');
  server.status = status;
  expect((await failure(publish(headSha))).kind).toBe(kind);
});

test('a token that is not accepted', async () => {
  expect((await failure(publish(await work('one\n'), 'Bearer nope'))).kind).toBe('unauthorized');
});

const lease = (headSha: string, expected: string | null) =>
  publishBranch({
    ...{ quarantine, branch, headSha, expected, environment },
    remote: { url: `${server.url}/acme/web.git`, authorization: AUTHORIZATION },
  });

test('publishes where the branch is as expected, and again when it is there already', async () => {
  const first = await work('one\n');
  await lease(first, null);
  await lease(first, null);
  const second = await work('two\n');
  await lease(second, first);
  await lease(second, first);
  expect(await published()).toBe(second);
});

test('a branch that somebody else made or moved has moved', async () => {
  const first = await work('one\n');
  await publish(first);
  const second = await work('two\n');
  expect((await failure(lease(second, null))).kind).toBe('moved');
  await publish(second);
  const third = await work('three\n');
  expect((await failure(lease(third, first))).kind).toBe('moved');
  expect(await published()).toBe(second);
  await git(seed.bare, 'update-ref', '-d', `refs/heads/${branch}`);
  expect((await failure(lease(third, second))).kind).toBe('moved');
});

test('a lease rewrites nothing', async () => {
  const first = await work('one\n');
  await publish(first);
  await git(tree, 'reset', '-q', '--hard', 'HEAD~1');
  const other = await work('other\n');
  expect((await failure(lease(other, first))).kind).toBe('refused');
  expect(await published()).toBe(first);
});
