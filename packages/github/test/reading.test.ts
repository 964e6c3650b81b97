import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';

describe('reading', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.simulator.addUser({ login: 'mallory', token: 'ghp_mallorytoken' });
    world.simulator.addUser({ login: 'carol', token: 'ghp_caroltoken' });
    world.simulator.addCollaborator({ repo: REPO, login: 'carol', role: 'triage' });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('knows who we are and asks once', async () => {
    const github = world.connect();
    const before = world.simulator.requests.length;
    expect(await Promise.all([github.viewer(), github.viewer()])).toEqual([
      { login: 'bot' },
      { login: 'bot' },
    ]);
    await github.viewer();
    expect(world.simulator.requests.length - before).toBe(1);
  });

  it('finds repositories by topic, but not those of strangers', async () => {
    await world.simulator.addRepository({
      owner: 'mallory',
      name: 'trap',
      topics: ['opencode-commander'],
      files: { a: 'a' },
    });
    const found = await world.github.searchRepositories('opencode-commander');
    expect(found).toEqual([
      {
        id: expect.any(Number),
        fullName: REPO,
        defaultBranch: 'main',
        archived: false,
        isPrivate: false,
        topics: ['opencode-commander'],
        canPush: true,
      },
    ]);
    expect(await world.github.getRepository(REPO)).toEqual(found[0]);
    expect((await world.github.getRepository('mallory/trap')).canPush).toBe(false);
  });

  it('lists open issues with a label, over several pages, without pull requests', async () => {
    for (let i = 0; i < 105; i += 1)
      world.simulator.fileIssue({
        repo: REPO,
        title: `issue ${i}`,
        author: 'alice',
        labels: i % 35 === 0 ? ['agent', 'bug'] : ['agent'],
      });
    const closed = world.simulator.fileIssue({
      repo: REPO,
      title: 'closed',
      author: 'alice',
      labels: ['agent'],
    });
    world.simulator.setIssueState({ repo: REPO, number: closed.number, state: 'closed' });
    const listed = await world.github.listIssues(REPO, 'agent');
    expect(listed).toHaveLength(105);
    expect(listed[0]).toMatchObject({
      title: 'issue 0',
      labels: ['agent', 'bug'],
      state: 'open',
      author: 'alice',
      isPullRequest: false,
    });
    expect(await world.github.listIssues(REPO, 'bug')).toHaveLength(3);
    expect(await world.github.getIssue(REPO, closed.number)).toMatchObject({
      state: 'closed',
      title: 'closed',
    });
  });

  it('asks again for free when nothing changed, and sees what did', async () => {
    const github = world.connect();
    const first = await github.listIssues(REPO, 'bug');
    const before = world.simulator.requests.length;
    expect(await github.listIssues(REPO, 'bug')).toEqual(first);
    expect(await github.searchRepositories('opencode-commander')).toEqual(
      await github.searchRepositories('opencode-commander'),
    );
    const statuses = world.simulator.requests.slice(before).map(({ status }) => status);
    expect(statuses).toEqual([304, 200, 304]);
    world.simulator.fileIssue({ repo: REPO, title: 'new', author: 'alice', labels: ['bug'] });
    expect(await github.listIssues(REPO, 'bug')).toHaveLength(first.length + 1);
  });

  it('keeps title and body byte for byte', async () => {
    const title = 'Quotes "\' `$(rm -rf /)` 🦊';
    const body = `${'é🦊'.repeat(20_000)}\r\n$(x)\n<!-- hidden -->`;
    const { number } = world.simulator.fileIssue({ repo: REPO, title, body, author: 'alice' });
    expect(await world.github.getIssue(REPO, number)).toMatchObject({ title, body });
  });

  it('knows what was done, in order', async () => {
    const { number } = world.simulator.fileIssue({ repo: REPO, title: 'done', author: 'mallory' });
    world.simulator.changeLabels({ repo: REPO, number, add: ['agent'], by: 'alice' });
    world.simulator.changeLabels({ repo: REPO, number, remove: ['agent'], by: 'carol' });
    const events = await world.github.listEvents(REPO, number);
    expect(events).toMatchObject([
      { event: 'labeled', actor: 'alice', label: 'agent' },
      { event: 'unlabeled', actor: 'carol', label: 'agent' },
    ]);
    expect(events[1]?.id).toBeGreaterThan(events[0]?.id ?? Number.POSITIVE_INFINITY);
  });

  it('knows what people may do', async () => {
    const of = (login: string) => world.github.permission(REPO, login);
    expect(await of('alice')).toBe('admin');
    expect(await of('bot')).toBe('write');
    expect(await of('carol')).toBe('read');
    expect(['read', 'none']).toContain(await of('mallory'));
    expect(await of('nobody-at-all')).toBe('none');
  });

  it('gives git a remote that lets it in', async () => {
    const remote = await world.github.gitRemote(REPO);
    expect(remote.url).toBe(`${world.simulator.gitUrl}/${REPO}.git`);
    const authorization = remote.authorization ?? '';
    expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe(
      'x-access-token:ghp_bottoken123',
    );
    expect((await world.connect({ auth: null }).gitRemote(REPO)).authorization).toBeNull();
  });
});
