import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findMarker } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GitHub } from '../src/index.ts';
import { MARKER_KEY, startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const marker = { task: '1-abcdef', epoch: 1, operation: 'status' };

describe('as a GitHub App', () => {
  let world: World;
  let github: GitHub;
  beforeAll(async () => {
    world = await startWorld();
    await world.simulator.addRepository({ owner: 'alice', name: 'other', private: true, files: { a: 'a' } });
    await world.simulator.addRepository({
      owner: 'zoe',
      name: 'away',
      topics: ['opencode-commander'],
      files: { a: 'a' },
    });
    const { id, privateKey } = world.simulator.addApp({ slug: 'commander', account: 'alice' });
    github = world.connect({ auth: { kind: 'app', appId: id, privateKey: privateKey ?? '' } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is its bot', async () => {
    expect(await github.viewer()).toEqual({ login: 'commander[bot]' });
  });

  it('finds the repositories it is installed on, not those of others', async () => {
    const found = await github.searchRepositories('opencode-commander');
    expect(found.map(({ fullName, canPush }) => [fullName, canPush])).toEqual([[REPO, null]]);
    expect((await github.getRepository(REPO)).canPush).toBeNull();
    await expect(github.getRepository('zoe/away')).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('reads and writes with a token for that repository only', async () => {
    const { number } = world.simulator.fileIssue({
      repo: REPO,
      title: 'x',
      labels: ['agent'],
      author: 'alice',
    });
    expect(await github.listIssues(REPO, 'agent')).toHaveLength(1);
    expect(await github.listEvents(REPO, number)).toMatchObject([{ event: 'labeled', actor: 'alice' }]);
    expect(await github.permission(REPO, 'alice')).toBe('admin');
    await github.upsertComment(REPO, number, { marker, body: 'one' });
    expect((await github.upsertComment(REPO, number, { marker, body: 'two' })).changed).toBe(true);
    const [comment, ...others] = world.simulator.comments(REPO, number);
    expect(others).toEqual([]);
    expect(comment?.author).toBe('commander[bot]');
    expect(findMarker(comment?.body ?? '', MARKER_KEY)).toEqual(marker);
    const asked = world.simulator.requests.filter(({ path }) => path.endsWith('/access_tokens'));
    expect(asked.map(({ body }) => body)).toContainEqual({ repositories: ['web'] });
    expect(asked.filter(({ body }) => JSON.stringify(body).includes('web'))).toHaveLength(1);
  });

  it('lets git in with a token that opens no other repository', async () => {
    const { url, authorization } = await github.gitRemote(REPO);
    const lsRemote = (remote: string) =>
      promisify(execFile)(
        'git',
        ['-c', `http.extraHeader=Authorization: ${authorization}`, 'ls-remote', remote],
        {
          env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
        },
      );
    expect((await lsRemote(url)).stdout).toContain('refs/heads/main');
    await expect(lsRemote(url.replace('/web.git', '/other.git'))).rejects.toThrow();
  });

  it('says what is wrong with its key, without showing it', async () => {
    expect(() => world.connect({ auth: { kind: 'app', appId: 1, privateKey: 'not a key' } })).toThrow(
      'github.private_key is not a private key',
    );
    const { privateKey } = world.simulator.addApp({ slug: 'stranger', account: 'zoe' });
    const wrong = world.connect({ auth: { kind: 'app', appId: 999_999, privateKey: privateKey ?? '' } });
    await expect(wrong.viewer()).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});
