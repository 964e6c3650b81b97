import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GitHubSimulator } from '../../src/index.ts';
import { ask, startInTemporary } from './start.ts';

const run = promisify(execFile);
let github: GitHubSimulator;
let stop: () => Promise<void>;
let work: string;

beforeAll(async () => {
  ({ github, stop } = await startInTemporary());
  work = await mkdtemp(join(tmpdir(), 'work-'));
  for (const login of ['writer', 'reader', 'stranger']) github.addUser({ login, token: `${login}-token` });
  const files = { 'README.md': '# Hello\n', 'run.sh': '#!/bin/sh\necho hi\n' };
  await github.addRepository({ owner: 'acme', name: 'open', files });
  await github.addRepository({ owner: 'acme', name: 'secret', private: true, files, defaultBranch: 'trunk' });
  await github.addRepository({ owner: 'acme', name: 'empty' });
  for (const repo of ['acme/open', 'acme/secret', 'acme/empty']) {
    github.addCollaborator({ repo, login: 'writer' });
    github.addCollaborator({ repo, login: 'reader', role: 'read' });
  }
});
afterAll(async () => {
  await stop();
  await rm(work, { recursive: true, force: true });
});

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_GLOBAL: '/dev/null',
  HOME: '/nonexistent',
};
const git = async (...args: string[]) => (await run('git', args, { env: ENVIRONMENT })).stdout.trim();
const remote = (name: string, login?: string) =>
  `${login ? github.gitUrl.replace('://', `://x-access-token:${login}-token@`) : github.gitUrl}/acme/${name}.git`;

async function commit(at: string, file: string, content: string): Promise<string> {
  await writeFile(join(at, file), content);
  await git('-C', at, 'add', file);
  await git(
    '-C',
    at,
    '-c',
    'user.name=Me',
    '-c',
    'user.email=me@example.com',
    'commit',
    '-qm',
    `Add ${file}`,
  );
  return git('-C', at, 'rev-parse', 'HEAD');
}

describe('cloning', () => {
  test('a public repository needs no name', async () => {
    await git('clone', '-q', remote('open'), join(work, 'open'));
    expect(await readFile(join(work, 'open', 'README.md'), 'utf8')).toBe('# Hello\n');
    expect(await git('-C', join(work, 'open'), 'ls-files', '--stage', 'run.sh')).toMatch(/^100755/);
  });

  test('a private one needs a reader', async () => {
    const to = join(work, 'secret');
    await expect(git('clone', '-q', remote('secret'), to)).rejects.toThrow('could not read Username');
    await expect(git('clone', '-q', remote('secret', 'stranger'), to)).rejects.toThrow('not found');
    await git('clone', '-q', remote('secret', 'reader'), to);
    expect(await git('-C', to, 'branch', '--show-current')).toBe('trunk');
  });

  test('a bearer token does as well', async () => {
    const header = `http.extraHeader=Authorization: Bearer reader-token`;
    expect(await git('-c', header, 'ls-remote', '--heads', remote('secret'))).toContain('refs/heads/trunk');
    const wrong = 'http.extraHeader=Authorization: Bearer wrong';
    await expect(git('-c', wrong, 'ls-remote', remote('open'))).rejects.toThrow('could not read Username');
  });

  test('an empty repository can be cloned', async () => {
    await git('clone', '-q', remote('empty', 'reader'), join(work, 'empty'));
    expect(await git('-C', join(work, 'empty'), 'branch', '--show-current')).toBe('main');
  });
});

describe('pushing', () => {
  test('needs a writer', async () => {
    const at = join(work, 'refused');
    await git('clone', '-q', remote('open'), at);
    await commit(at, 'a.txt', 'a\n');
    const push = (to: string) => git('-C', at, 'push', '-q', to, 'HEAD:refs/heads/refused');
    await expect(push(remote('open'))).rejects.toThrow('could not read Username');
    await expect(push(remote('open', 'reader'))).rejects.toThrow('403');
    await push(remote('open', 'writer'));
    await expect(
      git('-C', at, 'push', '-q', remote('open', 'writer'), 'HEAD:refs/pull/1/head'),
    ).rejects.toThrow('hidden ref');
  });

  test('moves the head of an open pull request, and deleting its branch closes it', async () => {
    const at = join(work, 'pull');
    await git('clone', '-q', remote('open', 'writer'), at);
    await git('-C', at, 'checkout', '-q', '-b', 'agent/1-abc');
    const first = await commit(at, 'b.txt', 'b\n');
    await git('-C', at, 'push', '-q', 'origin', 'HEAD');
    const body = { title: 'Add b', head: 'agent/1-abc', base: 'main' };
    const opened = await ask(github, 'POST /repos/acme/open/pulls', { token: 'writer-token', body });
    expect(opened.body).toMatchObject({ head: { sha: first }, commits: 1, additions: 1, mergeable: null });
    const second = await commit(at, 'c.txt', 'c\n');
    const pushed = github.until(
      () => github.pulls('acme/open')[0]?.headSha === second,
      AbortSignal.timeout(10_000),
    );
    await git('-C', at, 'push', '-q', 'origin', 'HEAD');
    await pushed;
    await git('-C', at, 'push', '-q', 'origin', ':agent/1-abc');
    expect(github.pulls('acme/open')).toMatchObject([{ state: 'closed', merged: false }]);
    const { number } = github.pulls('acme/open')[0] ?? { number: 0 };
    const files = await ask(github, `GET /repos/acme/open/pulls/${number}/files`, { token: 'writer-token' });
    expect(files.body).toMatchObject([{ filename: 'b.txt' }, { filename: 'c.txt' }]);
  });

  test('a large push, in chunks, arrives', async () => {
    const at = join(work, 'large');
    await git('clone', '-q', remote('open', 'writer'), at);
    const { randomBytes } = await import('node:crypto');
    await commit(at, 'large.txt', randomBytes(3_000_000).toString('hex'));
    await git('-C', at, 'push', '-q', 'origin', 'HEAD:refs/heads/so/large');
    expect((await ask(github, 'GET /repos/acme/open/branches/so/large')).status).toBe(200);
  });

  test('a push whose reply is dropped has happened', async () => {
    const at = join(work, 'dropped');
    await git('clone', '-q', remote('open', 'writer'), at);
    const sha = await commit(at, 'd.txt', 'd\n');
    github.fault({
      method: 'POST',
      route: '/{owner}/{repo}.git/git-receive-pack',
      dropReplyAfterApplying: true,
    });
    await expect(git('-C', at, 'push', '-q', 'origin', 'HEAD:refs/heads/dropped')).rejects.toThrow();
    expect(await git('ls-remote', remote('open'), 'refs/heads/dropped')).toContain(sha);
  });
});

describe('pull requests', () => {
  test('conflicts make one unmergeable; a merge closes what it names', async () => {
    await github.addRepository({ owner: 'acme', name: 'merge', files: { 'a.txt': '1\n', 'b.txt': '1\n' } });
    github.fileIssue({ repo: 'acme/merge', title: 'One' });
    github.fileIssue({ repo: 'acme/merge', title: 'Two' });
    const change = (branch: string, files: Record<string, string>) =>
      github.commit({ repo: 'acme/merge', branch, files, message: `Change ${branch}` });
    await change('good', { 'a.txt': '2\n' });
    await change('bad', { 'b.txt': '2\n' });
    await change('main', { 'b.txt': '3\n' });
    const good = await github.openPull({
      repo: 'acme/merge',
      head: 'good',
      title: 'Good',
      body: 'Closes #1, <!-- closes #2 -->',
    });
    const bad = await github.openPull({ repo: 'acme/merge', head: 'bad', title: 'Bad' });
    const mergeable = async (number: number) =>
      (await ask(github, `GET /repos/acme/merge/pulls/${number}`)).body;
    // As on GitHub, the first to ask only makes it find out.
    expect(await mergeable(good.number)).toMatchObject({ mergeable: null, mergeable_state: 'unknown' });
    await mergeable(bad.number);
    expect(await mergeable(good.number)).toMatchObject({
      mergeable: true,
      mergeable_state: 'clean',
      changed_files: 1,
    });
    expect(await mergeable(bad.number)).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    await expect(github.mergePull({ repo: 'acme/merge', number: bad.number })).rejects.toThrow(
      'not mergeable',
    );
    await github.mergePull({ repo: 'acme/merge', number: good.number });
    expect(await git('ls-remote', remote('merge'), 'refs/heads/main')).toContain(
      github.pulls('acme/merge')[0]?.mergeCommitSha ?? 'none',
    );
    expect([github.issue('acme/merge', 1)?.state, github.issue('acme/merge', 2)?.state]).toEqual([
      'closed',
      'open',
    ]);
  });
});

test('of two equal pull requests, or two merges, at once only one happens', async () => {
  await github.addRepository({ owner: 'acme', name: 'race', files: { 'a.txt': '1\n' } });
  github.addCollaborator({ repo: 'acme/race', login: 'writer' });
  await github.commit({ repo: 'acme/race', branch: 'work', files: { 'a.txt': '2\n' }, message: 'Change a' });
  const body = { title: 'Twice', head: 'work', base: 'main' };
  const twice = (operation: string, sent: unknown) =>
    Promise.all([1, 2].map(() => ask(github, operation, { token: 'writer-token', body: sent })));
  const opened = await twice('POST /repos/acme/race/pulls', body);
  expect(opened.map(({ status }) => status).sort()).toEqual([201, 422]);
  const merged = await twice('PUT /repos/acme/race/pulls/1/merge', {});
  expect(merged.map(({ status }) => status).sort()).toEqual([200, 405]);
  expect((await ask(github, 'GET /repos/acme/race/commits')).body).toHaveLength(3);
});

test('a repository can be made from another, with its history, from a detached checkout too', async () => {
  const from = join(work, 'from');
  await git('init', '-q', '-b', 'trunk', from);
  const first = await commit(from, 'a.txt', 'a\n');
  await commit(from, 'b.txt', 'b\n');
  await git('-C', from, 'tag', 'v1');
  const copy = await github.addRepository({ owner: 'acme', name: 'copy', from });
  expect(copy.defaultBranch).toBe('trunk');
  expect((await ask(github, 'GET /repos/acme/copy/commits')).body).toMatchObject([{}, { sha: first }]);
  expect(await git('ls-remote', '--tags', remote('copy'))).toContain('refs/tags/v1');
  await git('-C', from, 'checkout', '-q', '--detach', first);
  const detached = await github.addRepository({ owner: 'acme', name: 'detached', from });
  expect(detached.defaultBranch).toBe('main');
  expect((await ask(github, 'GET /repos/acme/detached/commits')).body).toMatchObject([{ sha: first }]);
});
