import { secondaryRateLimit } from '@opencode-commander/simulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangedIssues, GitHub } from '../src/index.ts';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const START = Date.parse('2026-01-01T00:00:00Z');
const LISTINGS = ['listChangedIssues', 'listChangedIn'] as const;

describe.each(LISTINGS)('%s', (listing) => {
  let now = START;
  let world: World;
  let github: GitHub;
  beforeAll(async () => {
    world = await startWorld({ clock: () => now });
    world.simulator.addUser({ login: 'mallory', token: 'ghp_mallorytoken' });
    await world.simulator.addRepository({ owner: 'mallory', name: 'other', files: { a: 'a' } });
  });
  beforeEach(() => {
    now += 60_000;
    github = world.connect();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const list = async (since: string | null): Promise<ChangedIssues | { status: 'unsupported' }> =>
    listing === 'listChangedIn' ? github.listChangedIn(REPO, { since }) : github.listChangedIssues({ since });
  const changed = async (since: string | null) => {
    const answer = await list(since);
    return answer.status === 'changed' ? answer.issues : answer.status;
  };
  const titles = async (since: string | null) => {
    const answer = await changed(since);
    return typeof answer === 'string' ? answer : answer.map(({ title }) => title);
  };
  const file = (title: string, repo = REPO) => {
    now += 1000;
    return world.simulator.fileIssue({ repo, title, author: 'alice' });
  };
  const asked = (from: number) =>
    world.simulator.requests.slice(from).map(({ path, status }) => `${path.split('/').at(-1)} ${status}`);

  it('tells what changed since, oldest change first, with the repository as it is', async () => {
    const first = file('first');
    const since = new Date(now + 1000).toISOString();
    file('second');
    file('not ours', 'mallory/other');
    now += 1000;
    world.simulator.comment({ repo: REPO, number: first.number, body: 'hm', by: 'alice' });
    const issues = await changed(since);
    expect(issues).toMatchObject([
      { title: 'second', repository: { fullName: REPO } },
      { title: 'first', number: first.number, updatedAt: new Date(now).toISOString().replace('.000', '') },
    ]);
    expect(typeof issues === 'string' ? null : issues[0]?.repository).toEqual(
      await github.getRepository(REPO),
    );
  });

  it('costs one free request as long as nothing changes', async () => {
    const since = new Date(now).toISOString();
    file('a change');
    expect(await titles(since)).toEqual(['a change']);
    const before = world.simulator.requests.length;
    expect(await titles(since)).toBe('unchanged');
    expect(asked(before)).toEqual(['issues 304']);
    file('another');
    expect(await titles(since)).toEqual(['a change', 'another']);
  });

  it('includes what changed in that very instant', async () => {
    file('just now');
    const since = new Date(now).toISOString();
    expect(await titles(since)).toEqual(['just now']);
    world.simulator.fileIssue({ repo: REPO, title: 'in the same second', author: 'alice' });
    const again = await titles(since);
    expect(again).toHaveLength(2);
  });

  it('shows closed issues and pull requests, and reads all pages', async () => {
    const since = new Date(now).toISOString();
    const { number } = file('closed');
    world.simulator.setIssueState({ repo: REPO, number, state: 'closed' });
    const head = `pull-${listing}`;
    await world.branch(head, 1);
    await world.simulator.openPull({ repo: REPO, head, title: 'a pull', by: 'alice' });
    for (let i = 0; i < 120; i += 1) file(`flood ${i}`);
    const issues = await changed(since);
    if (typeof issues === 'string') throw new Error(issues);
    expect(issues).toHaveLength(122);
    expect(new Set(issues.map(({ nodeId }) => nodeId)).size).toBe(122);
    expect(issues.slice(0, 2)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: 'closed', state: 'closed', isPullRequest: false }),
        expect.objectContaining({ title: 'a pull', isPullRequest: true }),
      ]),
    );
    expect(issues.at(-1)?.title).toBe('flood 119');
  });

  it('does not say "unchanged" of what it could not hand over', async () => {
    const since = new Date(now).toISOString();
    for (let i = 0; i < 101; i += 1) file(`page ${i}`);
    const route = listing === 'listChangedIn' ? '/repos/{owner}/{repo}/issues' : '/issues';
    // The first page comes as it is.
    world.simulator.fault({ method: 'GET', route, delayMs: 0 });
    world.simulator.fault({ method: 'GET', route, status: 422 });
    await expect(changed(since)).rejects.toMatchObject({ kind: 'invalid' });
    world.simulator.clearFaults();
    expect(await changed(since)).toHaveLength(101);
    expect(await changed(since)).toBe('unchanged');
  });
});

describe('without an account of its own', () => {
  it('an App is told that there is no such listing, and nothing is asked', async () => {
    await using world = await startWorld();
    const { id, privateKey } = world.simulator.addApp({ slug: 'commander', account: 'alice' });
    const github = world.connect({ auth: { kind: 'app', appId: id, privateKey: privateKey ?? '' } });
    expect(await github.listChangedIssues({ since: null })).toEqual({ status: 'unsupported' });
    expect(world.simulator.requests).toEqual([]);
    world.simulator.fileIssue({ repo: REPO, title: 'x', author: 'alice' });
    expect(await github.listChangedIn(REPO, { since: null })).toMatchObject({
      status: 'changed',
      issues: [{ title: 'x', repository: { fullName: REPO, canPush: null } }],
    });
  });

  it('a token that may not ask is told the same, one that asks too often is not', async () => {
    await using world = await startWorld();
    world.simulator.fault({ method: 'GET', route: '/issues', status: 403, body: { message: 'no' } });
    expect(await world.github.listChangedIssues({ since: null })).toEqual({ status: 'unsupported' });
    world.simulator.fault({ method: 'GET', route: '/issues', ...secondaryRateLimit(30) });
    await expect(world.github.listChangedIssues({ since: null })).rejects.toMatchObject({
      kind: 'rate_limited',
      retryAfterMs: 30_000,
    });
  });
});
