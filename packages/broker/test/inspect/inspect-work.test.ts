import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createQuarantine, type Quarantine } from '../../src/git/create-quarantine.ts';
import { inspectWork } from '../../src/inspect/inspect-work.ts';
import { commit, git, scratch, seedRepository } from '../git-fixture.ts';

const BRANCH = 'agent/12-abcdef';
const PROTECTED = ['.github/workflows/**', 'deploy'];
const SECRET = 'correct horse battery staple';
const environment = { PATH: process.env['PATH'] };

let place: Awaited<ReturnType<typeof scratch>>;
let seed: Awaited<ReturnType<typeof seedRepository>>;
let quarantine: Quarantine;
let tree: string;
let number = 0;

beforeAll(async () => {
  place = await scratch();
  seed = await seedRepository(place.path);
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(async () => {
  const directory = join(place.path, `q${++number}`);
  const wanted = { directory, branch: BRANCH, maxPushBytes: 1e8, baseBranch: 'main', environment };
  quarantine = await createQuarantine({ ...wanted, mirror: { path: seed.bare } });
  tree = join(place.path, `t${number}`);
  await git(place.path, 'clone', '-q', directory, tree);
  await git(tree, 'checkout', '-q', '-b', BRANCH);
});

const push = () => git(tree, 'push', '-q', '-f', 'origin', BRANCH);

function inspect(more: Partial<Parameters<typeof inspectWork>[0]> = {}) {
  const judged = { branch: BRANCH, baseSha: seed.head, protectedPaths: PROTECTED, maxFileBytes: 1 << 20 };
  return inspectWork({ quarantine, ...judged, secrets: [SECRET, ''], environment, ...more });
}

/** Pushes a commit of `files` and gives why it is refused. */
async function reasonFor(files: Record<string, string | Buffer>): Promise<string> {
  await commit(tree, files);
  await push();
  const work = await inspect();
  if (work.status !== 'refused') throw new Error(work.status);
  expect(work.reason).not.toContain('\n');
  return work.reason;
}

test('work that is ready, with what it changes', async () => {
  await commit(tree, { 'src/app.js': 'export const answer = 42;\n' });
  const headSha = await commit(tree, {
    'naïve "file"\t.txt': 'one\ntwo\n',
    'bin.dat': Buffer.from([0, 1, 2]),
  });
  await push();
  expect(await inspect()).toEqual({
    status: 'ready',
    headSha,
    commits: 2,
    added: 3,
    deleted: 1,
    files: [
      { path: 'bin.dat', added: null, deleted: null },
      { path: 'naïve "file"\t.txt', added: 2, deleted: 0 },
      { path: 'src/app.js', added: 1, deleted: 1 },
    ],
  });
});

test('no branch, no new commit and no change are no work', async () => {
  expect(await inspect()).toEqual({ status: 'no_work' });
  await push();
  expect(await inspect()).toEqual({ status: 'no_work' });
  await commit(tree, {}, 'Nothing');
  await push();
  expect(await inspect()).toEqual({ status: 'no_work' });
});

test('amended work is judged by what it is now', async () => {
  await commit(tree, { 'deploy/key.txt': 'x' });
  await push();
  await git(tree, 'reset', '-q', '--hard', seed.head);
  await commit(tree, { 'a.txt': 'a\n' });
  await push();
  expect(await inspect()).toMatchObject({ status: 'ready', commits: 1 });
});

test('rewritten history', async () => {
  await git(tree, 'reset', '-q', '--hard', 'HEAD~1');
  expect(await reasonFor({ 'a.txt': 'a' })).toContain('rewrites history');
  await git(tree, 'checkout', '-q', '--orphan', 'new');
  await git(tree, 'branch', '-D', BRANCH);
  await git(tree, 'checkout', '-q', '-b', BRANCH);
  expect(await reasonFor({ 'b.txt': 'b' })).toContain('rewrites history');
});

test.each([['.github/workflows/ci.yml'], ['.github/workflows/a/b.yml'], ['deploy'], ['deploy/now.sh']])(
  'the protected path %s',
  async (path) => {
    expect(await reasonFor({ [path]: 'x' })).toBe(`touches ${path}, which is protected`);
  },
);

test('a protected path that is touched and put back, or renamed away', async () => {
  await commit(tree, { '.github/workflows/ci.yml': 'x' });
  expect(await reasonFor({ '.github/workflows/ci.yml': 'y', 'a.txt': 'a' })).toContain('protected');
});

test('a path beside a protected one', async () => {
  await commit(tree, { '.github/workflow.md': 'x', 'deployment.md': 'x' });
  await push();
  expect(await inspect()).toMatchObject({ status: 'ready' });
});

test('a file of zeros that packs to little, also when a later commit takes it back', async () => {
  await commit(tree, { 'big.bin': Buffer.alloc(3 << 20) });
  await commit(tree, { 'big.bin': null });
  expect(await reasonFor({ 'a.txt': 'a' })).toBe('holds big.bin with 3 MiB; a file may have 1 MiB');
});

test('many files that are too much together', async () => {
  const files = Array.from({ length: 12 }, (_, i) => [`f${i}`, Buffer.alloc(1 << 20, i)]);
  expect(await reasonFor(Object.fromEntries(files))).toContain('adds 12 MiB of files');
});

test.each([
  ['its own secret', `password = "${SECRET}"`, "commander's own"],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----', 'a private key'],
  ['a GitHub token', `token: ghp_${'a1'.repeat(18)}`, 'a GitHub token'],
  ['a fine-grained token', `github_pat_${'a1_'.repeat(14)}`, 'a GitHub token'],
  ['an Anthropic key', `sk-ant-api03-${'x'.repeat(40)}`, 'an Anthropic key'],
  ['an AWS key', 'AKIAABCDEFGHIJKLMNOP', 'an AWS key'],
])('%s in a line that is added', async (_name, line, words) => {
  const reason = await reasonFor({ 'src/conf.js': `first\n${line}\nlast` });
  expect(reason).toContain(words);
  expect(reason).toContain('src/conf.js');
  expect(reason).not.toContain(line.slice(-12));
});

test('a credential that a later commit removes, one in a binary file, one in a message', async () => {
  await commit(tree, { 'a.txt': SECRET });
  await commit(tree, { 'a.txt': 'gone' });
  await push();
  expect(await inspect()).toMatchObject({ status: 'refused' });
  await git(tree, 'reset', '-q', '--hard', seed.head);
  expect(await reasonFor({ 'x.bin': Buffer.from(`\0\0${SECRET}\0`) })).toContain('x.bin');
  await git(tree, 'reset', '-q', '--hard', seed.head);
  await commit(tree, { 'b.txt': 'b' }, `Say ${SECRET}`);
  await push();
  expect(await inspect()).toMatchObject({ status: 'refused', reason: expect.stringContaining('message') });
});

test('attributes of the agent hide nothing', async () => {
  const reason = await reasonFor({ '.gitattributes': '* -diff binary\n', 'a.txt': SECRET });
  expect(reason).toContain('a.txt');
});

test('a credential that was there before is not the agent’s', async () => {
  const token = `ghp_${'b2'.repeat(18)}`;
  const baseSha = await commit(seed.tree, { 'fixture.txt': `${token}\n` });
  await git(seed.tree, 'push', '-q', 'origin', 'HEAD:refs/heads/with-fixture');
  await git(seed.tree, 'reset', '-q', '--hard', seed.head);
  const directory = join(place.path, 'q-fixture');
  const wanted = { directory, branch: BRANCH, maxPushBytes: 1e8, environment };
  quarantine = await createQuarantine({ ...wanted, mirror: { path: seed.bare } });
  await git(tree, 'fetch', '-q', directory, 'with-fixture');
  await git(tree, 'checkout', '-q', '-B', BRANCH, 'FETCH_HEAD');
  await commit(tree, { 'fixture.txt': `${token}\nmore\n` });
  await git(tree, 'push', '-q', directory, BRANCH);
  expect(await inspect({ baseSha })).toMatchObject({ status: 'ready', added: 1 });
});

test('a merge is judged by what it adds of its own', async () => {
  await commit(seed.tree, { '.github/workflows/ours.yml': 'x', 'c.txt': `${SECRET}\n` });
  await git(seed.tree, 'push', '-q', 'origin', 'HEAD:refs/heads/side');
  await git(seed.tree, 'reset', '-q', '--hard', seed.head);
  const directory = join(place.path, 'q-merge');
  const wanted = { directory, branch: BRANCH, maxPushBytes: 1e8, environment };
  quarantine = await createQuarantine({ ...wanted, mirror: { path: seed.bare } });
  await commit(tree, { 'a.txt': 'a\n' });
  await git(tree, 'fetch', '-q', directory, 'side');
  await git(tree, 'merge', '-q', '--no-edit', 'FETCH_HEAD');
  await git(tree, 'push', '-q', directory, BRANCH);
  expect(await inspect()).toMatchObject({ status: 'ready', commits: 2 });
  await writeFile(join(tree, 'c.txt'), `${SECRET}!\n`);
  await git(tree, 'commit', '-q', '-a', '--amend', '--no-edit');
  await git(tree, 'push', '-q', '-f', directory, BRANCH);
  expect(await inspect()).toMatchObject({ status: 'refused', reason: expect.stringContaining('c.txt') });
});

test('a tree that unfolds to billions of files ends in a refusal', async () => {
  let entry = await hash('blob', 'x');
  let kind = '100644 blob';
  for (let depth = 0; depth < 9; depth += 1) {
    const names = Array.from({ length: 12 }, (_, i) => `${kind} ${entry}\td${String(i).padStart(2, '0')}`);
    entry = await input(['mktree'], `${names.join('\n')}\n`);
    kind = '040000 tree';
  }
  const bomb = await git(tree, 'commit-tree', '-p', seed.head, '-m', 'Unfold', entry);
  await git(tree, 'push', '-q', 'origin', `${bomb}:refs/heads/${BRANCH}`);
  expect(await inspect()).toEqual({ status: 'refused', reason: 'is too large to look through' });
}, 120_000);

test('a base that is not there is no judgement of the agent', async () => {
  await expect(inspect({ baseSha: 'f'.repeat(40) })).rejects.toThrow('does not have the base commit');
  await expect(inspect({ baseSha: '--all' })).rejects.toThrow('does not have the base commit');
});

test('hooks that someone put there are not run', async () => {
  await mkdir(join(quarantine.path, 'hooks'));
  await writeFile(join(quarantine.path, 'hooks/reference-transaction'), '#!/bin/sh\nexit 1\n', {
    mode: 0o755,
  });
  expect(await inspect()).toEqual({ status: 'no_work' });
});

function hash(type: string, content: string): Promise<string> {
  return input(['hash-object', '-t', type, '-w', '--stdin'], content);
}

function input(args: string[], text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('git', args, { cwd: tree }, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
    child.stdin?.end(text);
  });
}
