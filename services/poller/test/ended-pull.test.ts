import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { type OpenedPull, publish, run, taskOf } from './acts.ts';
import { addRepository, type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('how work on a pull request ends, and begins again', () => {
  let world: PollerWorld;
  let poller: Poller;
  let issue: number;
  let pull: OpenedPull;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
    world.simulator.addUser({ login: 'mallory' });
    issue = world.file();
    await look();
    pull = await publish(world, await taskOf(world, issue));
    await look();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);

  const says = (body: string, by = 'alice') =>
    world.simulator.comment({ repo: REPO, number: pull.number, by, body }).id;

  it('ends a follow-up whose branch is deleted while it runs', async () => {
    says('/commander make it blue');
    await look();
    const { epoch } = await run(world, await taskOf(world, issue, 1));
    await world.simulator.deleteBranch({ repo: REPO, branch: pull.branch, by: 'alice' });
    await look();
    const stopped = await taskOf(world, issue, 1);
    expect(stopped?.status).toBe('cancelled');
    expect(stopped?.epoch).toBeGreaterThan(epoch);
  });

  describe.each(['queued', 'running'])('a follow-up that is %s', (state) => {
    it.each([
      ['closed', () => world.simulator.setIssueState({ repo: REPO, number: issue, state: 'closed' })],
      ['unlabelled', () => world.simulator.changeLabels({ repo: REPO, number: issue, remove: ['agent'] })],
      ['moved', moveIssue],
      ['deleted', () => world.simulator.deleteIssue({ repo: REPO, number: issue })],
    ])('ends when its issue is %s', async (_what, happens) => {
      await addRepository(world.simulator, 'other');
      says('/commander make it blue');
      await look();
      const task = await taskOf(world, issue, 1);
      const { epoch } = state === 'running' ? await run(world, task) : task;
      await look();
      happens();
      await look();
      const stopped = await taskOf(world, issue, 1);
      expect(stopped?.status).toBe('cancelled');
      expect(stopped?.epoch).toBeGreaterThan(epoch);
      expect(await world.queues.tasks.getJobCountByTypes('waiting', 'prioritized', 'delayed')).toBe(0);
      expect((await taskOf(world, issue)).status).toBe('completed');
    });
  });

  function moveIssue(): void {
    world.simulator.transferIssue({ repo: REPO, number: issue, to: 'alice/other' });
  }

  it('works on a pull request whose issue was closed before somebody asked for that', async () => {
    world.simulator.setIssueState({ repo: REPO, number: issue, state: 'closed' });
    await look();
    says('/commander make it blue');
    for (let i = 0; i < 3; i += 1) await look();
    expect((await taskOf(world, issue, 1)).status).toBe('queued');
  });

  it.each(['/commander help', '/commander status', '/commander make it blue'])(
    'answers %s on a pull request that has ended, once',
    async (body) => {
      world.simulator.close({ repo: REPO, number: pull.number, by: 'alice' });
      await look();
      await look();
      const before = world.comments(pull.number).length;
      says(body);
      says('Pity.', 'mallory');
      for (let i = 0; i < 3; i += 1) await look();
      const ours = world.comments(pull.number).slice(before + 2);
      expect(ours).toEqual([expect.stringContaining('The pull request is closed')]);
      expect(await world.store.list()).toHaveLength(1);
    },
  );

  it('follows a pull request again that is opened again', async () => {
    world.simulator.close({ repo: REPO, number: pull.number, by: 'alice' });
    await look();
    await look();
    expect((await taskOf(world, issue)).status).toBe('cancelled');
    world.simulator.reopen({ repo: REPO, number: pull.number, by: 'alice' });
    says('/commander make it blue');
    await look();
    expect(await taskOf(world, issue)).toMatchObject({ status: 'completed', pull: { state: 'open' } });
    expect(world.labels(issue)).toEqual(['agent', 'agent/review']);
    expect(await world.store.pulls()).toMatchObject([{ number: pull.number }]);
    await look();
    expect((await taskOf(world, issue, 1)).status).toBe('queued');
    world.simulator.close({ repo: REPO, number: pull.number, by: 'alice' });
    await look();
    expect((await taskOf(world, issue)).status).toBe('cancelled');
  });

  it('leaves an issue alone that was begun anew, whatever is said on its closed pull request', async () => {
    world.simulator.close({ repo: REPO, number: pull.number, by: 'alice' });
    await look();
    world.simulator.comment({ repo: REPO, number: issue, by: 'alice', body: '/commander retry' });
    await look();
    says('Pity.');
    await look();
    expect((await taskOf(world, issue)).status).toBe('queued');
  });
});
