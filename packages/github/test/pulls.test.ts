import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const marker = { task: '1-abcdef', epoch: 1, operation: 'pull_request' };

describe('a pull request', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const open = async (head: string) => {
    const files = { [head]: 'hello\n' };
    const sha = await world.simulator.commit({ repo: REPO, branch: head, files, message: 'work' });
    const draft = { head, base: 'main', title: head, body: 'text', labels: [], marker, since: 0 };
    return { sha, ...(await world.github.openPullRequest(REPO, draft)) };
  };

  it('is known by its id, its ends and who opened it', async () => {
    const { number, nodeId, sha, url } = await open('ours');
    await expect
      .poll(() => world.github.getPull(REPO, number))
      .toEqual({
        number,
        nodeId,
        state: 'open',
        headSha: sha,
        headRef: 'ours',
        baseRef: 'main',
        url,
        mergeable: true,
        marker,
      });
    await world.branch('theirs', 1);
    const theirs = await world.simulator.openPull({ repo: REPO, head: 'theirs', title: 't', by: 'alice' });
    expect((await world.github.getPull(REPO, theirs.number)).marker).toBeNull();
    world.simulator.setIssueState({ repo: REPO, number: theirs.number, state: 'closed' });
    expect((await world.github.getPull(REPO, theirs.number)).state).toBe('closed');
    await world.simulator.mergePull({ repo: REPO, number });
    expect((await world.github.getPull(REPO, number)).state).toBe('merged');
  });

  it('is found by its branch, when it has ended as long as its run may not have said so', async () => {
    const { number, nodeId, url } = await open('found');
    const find = (since: number) => world.github.findPullRequest(REPO, { head: 'found', marker, since });
    expect(await find(marker.epoch)).toEqual({ number, nodeId, url });
    world.simulator.setIssueState({ repo: REPO, number, state: 'closed' });
    expect(await find(marker.epoch - 1)).toEqual({ number, nodeId, url });
    expect(await find(marker.epoch)).toBeNull();
  });

  it('loses its branch only as long as that is where it was', async () => {
    const { sha } = await open('agent/1-abcdef');
    const remove = (at: string) => world.github.deleteBranch(REPO, 'agent/1-abcdef', { sha: at });
    expect(await remove('0'.repeat(40))).toBe('moved');
    expect(await remove(sha)).toBe('deleted');
    expect(await remove(sha)).toBe('absent');
    expect(await world.github.deleteBranch(REPO, 'never/there', { sha })).toBe('absent');
  });

  it('has its branch deleted once although the reply was lost', async () => {
    const { sha } = await open('lost');
    const route = '/repos/{owner}/{repo}/git/refs/{ref}';
    world.simulator.fault({ method: 'DELETE', route, dropReplyAfterApplying: true });
    expect(['deleted', 'absent']).toContain(await world.github.deleteBranch(REPO, 'lost', { sha }));
  });

  it('leaves a branch that is protected, and says so', async () => {
    const { sha } = await open('protected');
    const route = '/repos/{owner}/{repo}/git/refs/{ref}';
    world.simulator.fault({ method: 'DELETE', route, status: 422, body: { message: 'Cannot delete' } });
    await expect(world.github.deleteBranch(REPO, 'protected', { sha })).rejects.toThrow('Cannot delete');
  });
});
