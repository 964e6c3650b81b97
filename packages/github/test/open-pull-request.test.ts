import { findMarker } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARKER_KEY, startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const PULLS = '/repos/{owner}/{repo}/pulls';
const marker = { task: '1-abcdef', epoch: 1, operation: 'pull_request' };

describe('openPullRequest', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const draft = (head: string) => ({
    head,
    base: 'main',
    title: `Do ${head}`,
    body: 'Done.',
    labels: ['agent-pr'],
    marker,
    since: 0,
  });
  const branch = (name: string) => world.branch(name, 1);
  const pullsOf = (head: string) => world.simulator.pulls(REPO).filter((pull) => pull.head === head);

  it('opens one, labelled and signed, and finds it again', async () => {
    await branch('agent/1-abcdef');
    const opened = await world.github.openPullRequest(REPO, draft('agent/1-abcdef'));
    expect(opened.created).toBe(true);
    expect(await world.github.openPullRequest(REPO, draft('agent/1-abcdef'))).toEqual({
      ...opened,
      created: false,
    });
    const [pull, ...others] = pullsOf('agent/1-abcdef');
    expect(others).toEqual([]);
    expect(pull?.labels).toEqual(['agent-pr']);
    expect(findMarker(pull?.body ?? '', MARKER_KEY)).toEqual(marker);
  });

  it('opens exactly one although the reply was lost', async () => {
    await branch('agent/2-abcdef');
    world.simulator.fault({ method: 'POST', route: PULLS, dropReplyAfterApplying: true });
    const opened = await world.github.openPullRequest(REPO, draft('agent/2-abcdef'));
    expect(pullsOf('agent/2-abcdef').map(({ number }) => number)).toEqual([opened.number]);
    expect(pullsOf('agent/2-abcdef')[0]?.labels).toEqual(['agent-pr']);
  });

  it('opens exactly one when two do at once', async () => {
    await branch('agent/3-abcdef');
    const both = await Promise.all([
      world.github.openPullRequest(REPO, draft('agent/3-abcdef')),
      world.connect().openPullRequest(REPO, draft('agent/3-abcdef')),
    ]);
    expect(new Set(both.map(({ number }) => number)).size).toBe(1);
    expect(pullsOf('agent/3-abcdef')).toHaveLength(1);
  });

  it('sees to the label of one whose label was lost', async () => {
    await branch('agent/4-abcdef');
    world.simulator.fault({
      method: 'POST',
      route: '/repos/{owner}/{repo}/issues/{issue_number}/labels',
      status: 500,
    });
    await expect(world.github.openPullRequest(REPO, draft('agent/4-abcdef'))).rejects.toMatchObject({
      retryable: true,
    });
    await world.github.openPullRequest(REPO, draft('agent/4-abcdef'));
    expect(pullsOf('agent/4-abcdef')[0]?.labels).toEqual(['agent-pr']);
  });

  it('opens no second one when the first has ended before its run could say so', async () => {
    await branch('agent/7-abcdef');
    const opened = await world.github.openPullRequest(REPO, draft('agent/7-abcdef'));
    world.simulator.setIssueState({ repo: REPO, number: opened.number, state: 'closed' });
    const later = { ...draft('agent/7-abcdef'), marker: { ...marker, epoch: 2 } };
    const again = await world.github.openPullRequest(REPO, later);
    expect(again).toEqual({ ...opened, created: false });
    const anew = await world.github.openPullRequest(REPO, { ...later, since: 1 });
    expect(anew).toMatchObject({ created: true });
  });

  it('opens nothing for a run that has lost its right to meanwhile', async () => {
    await branch('agent/8-abcdef');
    const beforeSending = () => {
      throw new RangeError('lost');
    };
    const opening = world.github.openPullRequest(REPO, { ...draft('agent/8-abcdef'), beforeSending });
    await expect(opening).rejects.toThrow('lost');
    expect(pullsOf('agent/8-abcdef')).toEqual([]);
  });

  it("says in GitHub's words why there is nothing to open", async () => {
    await world.branch('agent/5-abcdef', 0);
    await expect(world.github.openPullRequest(REPO, draft('agent/5-abcdef'))).rejects.toMatchObject({
      kind: 'invalid',
      retryable: false,
      message: expect.stringContaining('No commits between main and agent/5-abcdef'),
    });
  });

  it('shortens a title that GitHub would refuse', async () => {
    await branch('agent/6-abcdef');
    await world.github.openPullRequest(REPO, {
      ...draft('agent/6-abcdef'),
      title: `Fix\n${'t'.repeat(400)}`,
    });
    expect(pullsOf('agent/6-abcdef')[0]?.title).toHaveLength(256);
  });

  it('takes no pull request of a fork for ours, though its branch has the name and its owner is the same', async () => {
    await branch('agent/9-abcdef');
    const foreign = {
      ...{ number: 999, node_id: 'PR_999', html_url: 'https://github.test/alice/web/pull/999', labels: [] },
      state: 'open',
      ...{ head: { repo: { id: 4711 } }, base: { repo: { id: 1 } } },
    };
    world.simulator.fault({ method: 'GET', route: PULLS, status: 200, body: [foreign] });
    expect(await world.github.findPullRequest(REPO, draft('agent/9-abcdef'))).toBeNull();
    world.simulator.fault({ method: 'GET', route: PULLS, status: 200, body: [foreign] });
    const opened = await world.github.openPullRequest(REPO, draft('agent/9-abcdef'));
    expect(opened.created).toBe(true);
    expect(pullsOf('agent/9-abcdef').map(({ number }) => number)).toEqual([opened.number]);
  });
});
