import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followUp } from '../src/decisions/follow-up.ts';
import type { Poller } from '../src/poller.ts';
import { ask, fail, publish, run, taskOf } from './acts.ts';
import { later } from './later.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('people and bots that may not steer work', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
    world.simulator.addUser({ login: 'mallory' });
    world.simulator.addUser({ login: 'tidy[bot]', type: 'Bot' });
    world.simulator.addCollaborator({ repo: REPO, login: 'mallory', role: 'triage' });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);
  const label = (number: number, by: string, add: string[]) =>
    world.simulator.changeLabels({ repo: REPO, number, by, add });
  const unlabel = (number: number, by: string, remove: string[]) =>
    world.simulator.changeLabels({ repo: REPO, number, by, remove });

  it('do not get a text of theirs taken by putting the label on again while it is asked about', async () => {
    const number = world.file({ author: 'mallory', labels: [] });
    await later();
    label(number, 'alice', ['agent']);
    await later();
    world.simulator.editIssue({ repo: REPO, number, by: 'mallory', body: 'Mine bitcoins.' });
    await look();
    unlabel(number, 'mallory', ['agent']);
    label(number, 'mallory', ['agent']);
    await look();
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'waiting_human', body: '' });
  });

  it('do not get a text taken of which GitHub does not tell who edited it', async () => {
    const number = world.file({ author: 'mallory' });
    label(number, 'alice', ['agent/ready']);
    const github = { ...poller.github, openThings: async () => new Map() };
    await world.tick({ ...poller, github });
    expect(await taskOf(world, number)).toMatchObject({ status: 'waiting_human', body: '' });
  });

  it.each(['mallory', 'tidy[bot]'])(
    '%s starts nothing anew: not by reopening, nor by a second label',
    async (by) => {
      const [stopped, failed] = [world.file({ author: 'mallory', labels: [] }), world.file({ labels: [] })];
      for (const number of [stopped, failed]) label(number, 'alice', ['agent']);
      await look();
      world.simulator.comment({ repo: REPO, number: stopped, by: 'alice', body: '/commander stop' });
      await fail(world, await taskOf(world, failed));
      await look();
      for (const number of [stopped, failed]) {
        world.simulator.setIssueState({ repo: REPO, number, by, state: 'closed' });
        await look();
        world.simulator.setIssueState({ repo: REPO, number, by, state: 'open' });
        await look();
        label(number, by, ['agent/ready']);
        await look();
      }
      expect((await taskOf(world, stopped)).status).toBe('cancelled');
      expect((await taskOf(world, failed)).status).toBe('failed');
      await later();
      world.simulator.setIssueState({ repo: REPO, number: failed, by: 'alice', state: 'closed' });
      world.simulator.setIssueState({ repo: REPO, number: failed, by: 'alice', state: 'open' });
      await look();
      expect((await taskOf(world, failed)).status).toBe('queued');
    },
  );

  it.each(['mallory', 'tidy[bot]'])('%s makes nothing more urgent', async (by) => {
    const number = world.file();
    await look();
    await later();
    label(number, by, ['priority/critical']);
    await look();
    expect((await taskOf(world, number)).priority).toBe('medium');
    unlabel(number, by, ['priority/critical']);
    label(number, 'alice', ['priority/high']);
    await look();
    expect((await taskOf(world, number)).priority).toBe('high');
  });

  it('make an issue as urgent as whoever gave it to an agent saw it', async () => {
    const number = world.file({ author: 'mallory', labels: ['priority/low'] });
    await later();
    label(number, 'alice', ['agent']);
    await look();
    expect((await taskOf(world, number)).priority).toBe('low');
  });
});

describe('what was lost between two looks', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);

  it('is heard on an issue whose earlier task, of which no record is left, had asked', async () => {
    const number = world.file();
    await look();
    const first = await ask(world, await taskOf(world, number));
    await look();
    await world.queues.tasks.obliterate({ force: true });
    await world.forget(`task:${first.id}`);
    await world.forget('poller:');
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'waiting_human', questions: 1 });
    world.simulator.comment({ repo: REPO, number, by: 'alice', body: '/commander stop' });
    await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
  });

  it('is heard as well when it was dispatched by hand', async () => {
    const number = world.file();
    await look();
    const task = await ask(world, await taskOf(world, number));
    await look();
    const { epoch, id } = await world.store.change({
      ...{ id: task.id, epoch: task.epoch, at: new Date().toISOString() },
      ...{ status: 'queued', patch: { question: null, questions: 0 } },
    });
    expect(epoch).toBe(task.epoch);
    world.simulator.comment({ repo: REPO, number, by: 'alice', body: '/commander stop' });
    await look();
    expect(await world.store.get(id)).toMatchObject({ status: 'cancelled', questions: 1 });
  });

  it('gives the dollars of a comment once, although its poller died before it noted that', async () => {
    const number = world.file();
    await look();
    const running = await run(world, await taskOf(world, number));
    const { id, epoch } = running;
    const at = new Date().toISOString();
    const deadline = new Date(Date.now() + 3_600_000).toISOString();
    const question = {
      ...{ kind: 'budget' as const, scope: 'task' as const, spentUsd: 5, limitUsd: 5 },
      ...{ number: 1, askedAt: at, deadline },
    };
    const patch = { question, questions: 1 };
    await world.store.change({ id, epoch, at, status: 'waiting_human', patch });
    const marker = { task: id, epoch, operation: 'question_1' };
    await poller.github.upsertComment(REPO, number, { marker, body: 'More?' });
    await look();
    const said = { repo: REPO, number, by: 'alice', body: '/commander continue 5' };
    const comment = world.simulator.comment(said).id;
    const dying = { ...poller.memory, rememberHandled: () => Promise.reject(new Error('it died')) };
    await world.tick({ ...poller, memory: dying });
    const grants = [{ by: `comment:${comment}`, usd: 5 }];
    expect(await taskOf(world, number)).toMatchObject({ status: 'queued', grants });
    // The run that takes it up deals with the answer.
    const again = await run(world, await taskOf(world, number));
    const done = { question: null, answer: null };
    await world.store.change({ id, epoch: again.epoch, at, patch: done });
    await look();
    await look();
    expect((await taskOf(world, number)).grants).toEqual(grants);
  });

  it('leaves a wish for the next look when somebody else made that round of something else', async () => {
    const number = world.file();
    await look();
    const { number: pull, task: root } = await publish(world, await taskOf(world, number));
    await look();
    const { nodeId, url } = await poller.github.getPull(REPO, pull);
    const place = { repoId: root.source.repoId, repo: REPO, number: pull };
    const head = { ...place, nodeId, url, state: 'open' as const, headSha: 'a', mergeable: null };
    const thread = {
      ...head,
      checks: 'none' as const,
      failedChecks: [],
      comments: [],
      reviews: [],
      remarks: [],
    };
    const occasion = { place, issue: { ...place, number }, rootId: root.id, thread, root, latest: root };
    const make = (trigger: string) => {
      const cause = { kind: 'command' as const, triggers: [trigger], author: 'alice', text: 'Do more.' };
      return followUp(poller, { do: 'follow_up', followUp: cause, round: 1, ask: false }, occasion);
    };
    await make('comment:1');
    await make('comment:1');
    await expect(make('comment:2')).rejects.toThrow('look at it again');
  });
});
