import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiveSettings } from '../../src/git-door/receive-push.ts';
import { BRANCH, type Fixture, openBroker, raw } from '../broker-fixture.ts';
import { commit, failingGit, git } from '../git-fixture.ts';

let box: Fixture;
let remote: string;
let number = 0;

beforeAll(async () => {
  box = await openBroker({ maxPushBytes: 1_000_000 });
  remote = `${box.url}/git/acme/web`;
});
afterAll(async () => {
  expect(box.errors).toEqual([]);
  await box[Symbol.asyncDispose]();
});

async function clone(): Promise<string> {
  const tree = join(box.place, `clone${++number}`);
  await git(box.place, 'clone', '-q', remote, tree);
  await git(tree, 'checkout', '-q', '-B', BRANCH, 'origin/main');
  return tree;
}

const heads = () => git(box.quarantine.path, 'for-each-ref', '--format=%(refname)');

test('clones with history, tags and default branch, by either protocol and either name', async () => {
  const tree = await clone();
  expect(await git(tree, 'log', '--format=%s', 'origin/HEAD')).toBe('Add the app\nBegin');
  expect(await git(tree, 'tag')).toBe('v1');
  for (const version of ['0', '1', '2']) {
    const other = join(box.place, `v${version}`);
    await git(box.place, '-c', `protocol.version=${version}`, 'clone', '-q', `${remote}.git`, other);
    expect(await git(other, 'rev-parse', 'HEAD')).toBe(box.seed.head);
  }
});

test('takes the branch, more of it, and an amended one; sends only what is new', async () => {
  const tree = await clone();
  await commit(tree, { 'a.txt': 'one\n' });
  await git(tree, 'push', '-q', 'origin', BRANCH);
  const second = await commit(tree, { 'a.txt': 'two\n' });
  await git(tree, 'push', '-q', 'origin', BRANCH);
  expect(await git(box.quarantine.path, 'rev-parse', BRANCH)).toBe(second);
  await git(tree, 'commit', '-q', '--amend', '-m', 'Better');
  expect(await failingGit(tree, 'push', '-q', 'origin', BRANCH)).toContain('non-fast-forward');
  await git(tree, 'push', '-q', '--force', 'origin', BRANCH);
  const amended = await git(tree, 'rev-parse', 'HEAD');
  expect(await git(box.quarantine.path, 'rev-parse', BRANCH)).toBe(amended);
  const count = await git(box.quarantine.path, 'count-objects', '-v');
  expect(Number(/in-pack: (\d+)/.exec(count)?.[1])).toBeLessThanOrEqual(9);
  expect(await git(tree, 'fetch', '-q', 'origin')).toBe('');
});

test.each([
  ['main', ['HEAD:main'], 'main'],
  ['main by force', ['--force', 'HEAD~2:main'], 'main'],
  ['a tag', ['HEAD:refs/tags/v2'], 'tags/v2'],
  ['another agent’s branch', ['HEAD:agent/13-abcdef'], 'agent/13-abcdef'],
  ['a branch beneath its own', [`HEAD:refs/heads/${BRANCH}/x`], `${BRANCH}/x`],
  ['its own branch in another namespace', [`HEAD:refs/remotes/origin/${BRANCH}`], 'refs/remotes/origin'],
  ['a replacement', ['HEAD:refs/replace/0123456789012345678901234567890123456789'], 'refs/replace'],
  ['its own branch and main together', [`HEAD:refs/heads/${BRANCH}`, 'HEAD:main'], 'main'],
])('refuses %s and says so', async (_name, refspecs, named) => {
  const tree = await clone();
  await commit(tree, { 'b.txt': `${number}\n` });
  const before = await heads();
  const said = await failingGit(tree, 'push', 'origin', ...refspecs);
  expect(said).toContain(`remote: commander: only ${BRANCH} may be pushed, not ${named}`);
  expect(said).toContain('[remote rejected]');
  expect(box.refusals.at(-1)).toContain(`push refused: only ${BRANCH} may be pushed`);
  expect(await heads()).toBe(before);
});

test('does not delete the branch', async () => {
  const tree = await clone();
  await commit(tree, { 'c.txt': 'c\n' });
  await git(tree, 'push', '-q', '--force', 'origin', BRANCH);
  const said = await failingGit(tree, 'push', 'origin', `:${BRANCH}`);
  expect(said).toContain(`remote: commander: ${BRANCH} may not be deleted`);
  expect(await heads()).toContain(BRANCH);
  expect(await failingGit(tree, 'push', 'origin', ':main')).toContain(
    `only ${BRANCH} may be pushed, not main`,
  );
});

test('git itself refuses what the broker would let through', async () => {
  // The commands as git's own client would send them, past our reading: straight into the settings.
  const tree = await clone();
  await commit(tree, { 'd.txt': 'd\n' });
  const settings = receiveSettings(BRANCH, 1e6).map(([key, value]) => `-c ${key}='${value}'`);
  const receive = `git ${settings.join(' ')} receive-pack`;
  const said = await failingGit(tree, 'push', `--receive-pack=${receive}`, box.quarantine.path, 'HEAD:main');
  expect(said).toContain('deny updating a hidden ref');
  const deletion = ['push', `--receive-pack=${receive}`, box.quarantine.path, `:${BRANCH}`];
  expect(await failingGit(tree, ...deletion)).toContain('deletion prohibited');
});

test('refuses a push that is too large, sent in one piece or in chunks', async () => {
  const tree = await clone();
  await commit(tree, { 'big.bin': randomBytes(3_000_000) });
  const whole = ['-c', 'http.postBuffer=20000000', 'push', '--force', 'origin', BRANCH];
  expect(await failingGit(tree, ...whole)).toContain(
    'remote: commander: a push may have 976.6 KiB, this one has 2.9 MiB',
  );
  const said = await failingGit(tree, '-c', 'http.postBuffer=65536', 'push', '--force', 'origin', BRANCH);
  expect(said).toContain('exceeds maximum allowed size');
  expect(box.refusals).toContain('push refused: it is larger than 976.6 KiB');
  expect(
    (await readdir(join(box.quarantine.path, 'objects'))).filter((name) => name.startsWith('tmp')),
  ).toEqual([]);
});

test('all pushes together have a limit, too', async () => {
  await using small = await openBroker({ maxPushBytes: 20_000 });
  const tree = join(small.place, 'clone');
  await git(small.place, 'clone', '-q', `${small.url}/git/acme/web`, tree);
  await git(tree, 'checkout', '-q', '-b', BRANCH);
  for (let i = 0; i < 10; i += 1) {
    await commit(tree, { 'a.bin': randomBytes(18_000) });
    await git(tree, 'push', '-q', 'origin', BRANCH);
  }
  await commit(tree, { 'a.bin': randomBytes(19_500) });
  expect(await failingGit(tree, 'push', 'origin', BRANCH)).toContain('a push may have');
  expect(small.refusals).toHaveLength(1);
}, 60_000);

test('refuses objects that are not well-formed', async () => {
  const tree = await clone();
  await commit(tree, { '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch\n' });
  expect(await failingGit(tree, 'push', '--force', 'origin', BRANCH)).toContain('fsck error');
});

test.each([
  ['another repository', 'GET', '/git/acme/other/info/refs?service=git-upload-pack', 404],
  ['a path upwards', 'GET', '/git/../etc/passwd', 404],
  ['a path upwards inside', 'GET', '/git/acme/web/../../info/refs?service=git-upload-pack', 404],
  ['an encoded path upwards', 'GET', '/git/acme/web/%2e%2e/info/refs?service=git-upload-pack', 404],
  ['the mirror by its path', 'POST', '/git//tmp/mirror/git-upload-pack', 404],
  ['objects by the dumb protocol', 'GET', '/git/acme/web/objects/info/packs', 404],
  ['the configuration', 'GET', '/git/acme/web/config', 404],
  ['refs by the dumb protocol', 'GET', '/git/acme/web/info/refs', 403],
  ['another service', 'GET', '/git/acme/web/info/refs?service=git-upload-archive', 403],
  ['an option for a service', 'GET', '/git/acme/web/info/refs?service=git-upload-pack&x=--upload', 403],
  ['a call by GET', 'GET', '/git/acme/web/git-receive-pack', 405],
  ['a call of another type', 'POST', '/git/acme/web/git-receive-pack', 415],
  ['nothing that is here', 'GET', '/', 404],
  ['MCP, which is not here yet', 'POST', '/mcp', 404],
])('does not serve %s', async (_name, method, path, status) => {
  const answer = await raw(
    box.port,
    `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
  expect(answer).toContain(`HTTP/1.1 ${status}`);
});

test.each([
  ['no packets', 'hello world'],
  ['a length beyond the end', 'ffff'],
  ['a length that is none', '-001'],
  ['a signed push', '0012push-cert\0sidea0000'],
  ['a command without a ref', `0054${'0'.repeat(40)} ${'1'.repeat(40)}`],
])('answers %s as unreadable', async (_name, body) => {
  const type = 'content-type: application/x-git-receive-pack-request';
  const head = `POST /git/acme/web/git-receive-pack HTTP/1.1\r\nhost: x\r\n${type}\r\nconnection: close`;
  const answer = await raw(box.port, `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  expect(answer).toContain('HTTP/1.1 400');
});

test('a client that leaves in the middle takes its git with it', async () => {
  const type = 'content-type: application/x-git-receive-pack-request';
  const head = `POST /git/acme/web/git-receive-pack HTTP/1.1\r\nhost: x\r\n${type}\r\ncontent-length: 100000\r\n\r\n`;
  const command = `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/${BRANCH}\0 report-status side-band-64k`;
  const begun = `${head}${(command.length + 4).toString(16).padStart(4, '0')}${command}0000PACK`;
  for (let i = 0; i < 20; i += 1) {
    const socket = connect(box.port, '127.0.0.1');
    await new Promise((resolve) => socket.write(begun, resolve));
    socket.destroy();
  }
  // More than run at once have come and gone: none is in the way, and the leak check sees that no process is left.
  await expect.poll(() => clone()).toContain('clone');
});
