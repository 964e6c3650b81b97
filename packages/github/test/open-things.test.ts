import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const QUERY = { method: 'POST', route: '/graphql' } as const;

describe('openThings', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.simulator.addUser({ login: 'mallory', token: 'ghp_mallorytoken' });
  });
  afterEach(() => world.simulator.clearFaults());
  afterAll(() => world[Symbol.asyncDispose]());

  const file = async (title: string, repo = REPO) => {
    const { number } = world.simulator.fileIssue({ repo, title, author: 'alice', labels: ['agent', 'bug'] });
    return (await world.github.getIssue(repo, number)).nodeId;
  };
  const open = async (head: string) => {
    const sha = await world.simulator.commit({
      repo: REPO,
      branch: head,
      files: { [head]: head },
      message: 'work',
    });
    const { number } = await world.simulator.openPull({ repo: REPO, head, title: head, by: 'bot' });
    return { number, sha, nodeId: (await world.github.getPull(REPO, number)).nodeId };
  };
  const look = async (id: string) => (await world.github.openThings([id])).get(id);

  it('knows how an issue stands', async () => {
    const id = await file('one');
    const { id: repoId } = await world.github.getRepository(REPO);
    const repository = { id: repoId, fullName: REPO, archived: false, canPush: true };
    expect(await look(id)).toEqual({
      kind: 'issue',
      number: expect.any(Number),
      state: 'open',
      labels: ['agent', 'bug'],
      repository,
      updatedAt: expect.any(String),
      lastEditedAt: null,
      editor: null,
    });
  });

  it('knows how a pull request and its checks stand', async () => {
    const { number, nodeId, sha } = await open('pull-one');
    const check = (name: string, fields: object) =>
      world.simulator.addCheckRun({ repo: REPO, ref: sha, name, ...fields });
    expect(await look(nodeId)).toMatchObject({
      kind: 'pull',
      number,
      state: 'open',
      headSha: sha,
      baseRef: 'main',
      checks: 'none',
    });
    await check('lint', { status: 'completed', conclusion: 'success' });
    expect(await look(nodeId)).toMatchObject({ checks: 'success' });
    await check('unit', { status: 'completed', conclusion: 'failure' });
    await check('slow', { status: 'in_progress' });
    expect(await look(nodeId)).toMatchObject({ checks: 'pending' });
    await check('slow', { status: 'completed', conclusion: 'success' });
    expect(await look(nodeId)).toMatchObject({ checks: 'failure' });
    await world.simulator.mergePull({ repo: REPO, number });
    expect(await look(nodeId)).toMatchObject({ state: 'merged' });
  });

  it('knows that a branch cannot be merged', async () => {
    const { nodeId } = await open('conflict');
    await world.simulator.commit({ repo: REPO, branch: 'main', files: { conflict: 'other' }, message: 'x' });
    await expect.poll(async () => await look(nodeId)).toMatchObject({ mergeable: false });
  });

  it('is null for what GitHub does not know or does not show, and only for that', async () => {
    const { fullName } = await world.simulator.addRepository({
      owner: 'mallory',
      name: 'mine',
      files: { a: 'a' },
    });
    const theirs = await file('public', fullName);
    const ours = await file('ours');
    const things = await world.github.openThings([ours, 'I_nothing', theirs, ours]);
    expect([...things.keys()]).toEqual([ours, 'I_nothing', theirs]);
    expect(things.get('I_nothing')).toBeNull();
    expect(things.get(ours)?.repository.canPush).toBe(true);
    expect(things.get(theirs)?.repository.canPush).toBe(false);
  });

  it('asks for a hundred at once', async () => {
    const ids = [];
    for (let i = 0; i < 101; i += 1) ids.push(await file(`many ${i}`));
    const before = world.simulator.requests.length;
    const things = await world.github.openThings(ids);
    expect(world.simulator.requests.length - before).toBe(2);
    expect([...things.values()]).not.toContain(null);
    expect(await world.github.openThings([])).toEqual(new Map());
    expect(world.simulator.requests.length - before).toBe(2);
  });

  it('asks again after an error, and never takes one for an answer', async () => {
    const id = await file('errors');
    world.simulator.fault({ ...QUERY, status: 502, times: 2 });
    expect(await look(id)).toMatchObject({ kind: 'issue' });
    const error = { message: 'Something went wrong while executing your query. Please include `X`.' };
    world.simulator.fault({ ...QUERY, status: 200, body: { data: { nodes: [null] }, errors: [error] } });
    expect(await look(id)).toMatchObject({ kind: 'issue' });
    const other = { type: 'SERVICE_UNAVAILABLE', message: 'later' };
    world.simulator.fault({ ...QUERY, status: 200, body: { data: { nodes: [null] }, errors: [other] } });
    await expect(look(id)).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
  });

  it.each([true, false])('knows a limit that comes as an answer (spaced: %s)', async (throttle) => {
    const id = await file('limits');
    const reset = Math.ceil(Date.now() / 1000) + 60;
    world.simulator.fault({
      ...QUERY,
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${reset}` },
      body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    });
    const error = await world
      .connect({ throttle })
      .openThings([id])
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({ kind: 'rate_limited', retryAfterMs: expect.any(Number) });
  });

  it('asks as each installation of an App', async () => {
    const zoe = await world.simulator.addRepository({
      owner: 'zoe',
      name: 'hidden',
      private: true,
      files: { a: 'a' },
    });
    const app = world.simulator.addApp({ slug: 'commander', account: 'alice' });
    const github = world.connect({ auth: { kind: 'app', appId: app.id, privateKey: app.privateKey ?? '' } });
    const ours = await file('for the app');
    const { number } = world.simulator.fileIssue({ repo: zoe.fullName, title: 'hidden', author: 'zoe' });
    world.simulator.addCollaborator({ repo: zoe.fullName, login: 'bot' });
    const theirs = (await world.github.getIssue(zoe.fullName, number)).nodeId;
    const things = await github.openThings([ours, theirs]);
    expect(things.get(ours)?.repository.fullName).toBe(REPO);
    expect(things.get(theirs)).toBeNull();
    const { id } = await github.getRepository(REPO);
    expect(await github.getRepositoryById(id)).toMatchObject({ fullName: REPO, canPush: null });
    await expect(github.getRepositoryById(zoe.id)).rejects.toMatchObject({ kind: 'not_found' });
  });
});
