import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

describe('what moves, waits and goes', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const add = async (name: string) => {
    const { id, fullName } = await world.simulator.addRepository({ owner: 'alice', name, files: { a: 'a' } });
    world.simulator.addCollaborator({ repo: fullName, login: 'bot' });
    return { id, fullName };
  };
  const file = async (repo: string, title: string) => {
    const { number } = world.simulator.fileIssue({ repo, title, author: 'alice' });
    return { number, nodeId: (await world.github.getIssue(repo, number)).nodeId };
  };
  const look = async (id: string) => (await world.github.openThings([id])).get(id);

  it('a repository is found by its id under whatever name', async () => {
    const { id, fullName } = await add('old');
    const { number, nodeId } = await file(fullName, 'one');
    await world.simulator.renameRepository({ repo: fullName, name: 'new' });
    expect(await world.github.getRepositoryById(id)).toMatchObject({
      id,
      fullName: 'alice/new',
      canPush: true,
    });
    expect(await world.github.getRepository(fullName)).toMatchObject({ id, fullName: 'alice/new' });
    expect(await look(nodeId)).toMatchObject({ number, repository: { id, fullName: 'alice/new' } });
    // A former name still serves for writing.
    await world.github.changeLabels(fullName, number, { add: ['agent'], remove: [] });
    expect(await look(nodeId)).toMatchObject({ labels: ['agent'] });
    world.simulator.archive({ repo: 'alice/new' });
    expect(await look(nodeId)).toMatchObject({ repository: { archived: true } });
    await world.simulator.deleteRepository({ repo: 'alice/new' });
    expect(await look(nodeId)).toBeNull();
    await expect(world.github.getRepositoryById(id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('an issue that was moved or deleted is not there any more', async () => {
    const [from, to] = [await add('from'), await add('to')];
    const moved = await file(from.fullName, 'moved');
    const deleted = await file(from.fullName, 'deleted');
    world.simulator.transferIssue({ repo: from.fullName, number: moved.number, to: to.fullName });
    world.simulator.deleteIssue({ repo: from.fullName, number: deleted.number });
    const thing = await look(moved.nodeId);
    expect(thing === null || thing?.repository.id === to.id).toBe(true);
    expect(await look(deleted.nodeId)).toBeNull();
  });

  it('a permission that is lost is seen', async () => {
    const { fullName } = await add('lost');
    const { nodeId } = await file(fullName, 'one');
    world.simulator.removeCollaborator({ repo: fullName, login: 'bot' });
    expect(await look(nodeId)).toMatchObject({ repository: { canPush: false } });
  });

  it('it is known who changed a text last', async () => {
    const { fullName } = await add('edited');
    const { number, nodeId } = await file(fullName, 'one');
    world.simulator.editIssue({ repo: fullName, number, body: 'other', by: 'mallory' });
    expect(await look(nodeId)).toMatchObject({ editor: 'mallory', lastEditedAt: expect.any(String) });
    const { login } = world.simulator.addApp({ slug: 'helper', account: 'alice' });
    world.simulator.editIssue({ repo: fullName, number, body: 'again', by: login });
    expect(login).toBe('helper[bot]');
    expect(await look(nodeId)).toMatchObject({ editor: 'helper[bot]' });
  });

  it('issues wait for others, and are made of others', async () => {
    const [here, there] = [await add('here'), await add('there')];
    const issue = await file(here.fullName, 'issue');
    const near = await file(here.fullName, 'near');
    const far = await file(there.fullName, 'far');
    expect(await world.github.blockedBy(here.fullName, issue.number)).toEqual([]);
    const target = { repo: here.fullName, number: issue.number };
    world.simulator.addBlocker({ ...target, blocker: { repo: there.fullName, number: far.number } });
    world.simulator.addSubIssue({ ...target, child: { repo: here.fullName, number: near.number } });
    world.simulator.close({ repo: there.fullName, number: far.number });
    expect(await world.github.blockedBy(here.fullName, issue.number)).toEqual([
      { repo: 'alice/there', number: far.number, state: 'closed' },
    ]);
    expect(await world.github.subIssues(here.fullName, issue.number)).toEqual([
      { repo: 'alice/here', number: near.number, state: 'open' },
    ]);
  });

  it('servers without such links have none', async () => {
    const { fullName } = await add('ancient');
    const { number } = await file(fullName, 'one');
    const route = '/repos/{owner}/{repo}/issues/{issue_number}';
    world.simulator.fault({ method: 'GET', route: `${route}/dependencies/blocked_by`, status: 404 });
    world.simulator.fault({ method: 'GET', route: `${route}/sub_issues`, status: 404 });
    expect(await world.github.blockedBy(fullName, number)).toEqual([]);
    expect(await world.github.subIssues(fullName, number)).toEqual([]);
  });
});
