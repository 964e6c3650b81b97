import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { ask, fail, publish, run, taskOf } from './acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('what people say on an issue', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
    for (const login of ['mallory', 'carol']) world.simulator.addUser({ login });
    world.simulator.addUser({ login: 'tidy[bot]', type: 'Bot' });
    world.simulator.addCollaborator({ repo: REPO, login: 'carol' });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  async function taken(): Promise<number> {
    const number = world.file();
    await look();
    return number;
  }

  const look = () => world.look(poller);

  const says = (number: number, body: string, by = 'alice') =>
    world.simulator.comment({ repo: REPO, number, by, body }).id;
  const reactions = (number: number, comment: number) =>
    world.simulator.reactions({ repo: REPO, number, comment }).map(({ by, content }) => `${by} ${content}`);
  const replies = (number: number) => world.comments(number).length;

  it.each([
    ['help', '/commander help', { status: 'queued' }, /`\/commander/],
    ['status', '/commander status', { status: 'queued' }, /queued/i],
    ['stop', '/commander stop', { status: 'cancelled' }, null],
    ['priority', 'Hurry:\n\n/commander priority high', { status: 'queued' }, null],
    ['model', '/commander model simulated/other', { model: 'simulated/other' }, null],
    ['continue', '/commander continue 5', { grants: [{ usd: 5 }] }, null],
    ['something unknown', '/commander dance', { status: 'queued' }, /`\/commander/],
    ['retry of what has not ended', '/commander retry', { status: 'queued' }, /not ended/],
    ['fix, which is for pull requests', '/commander fix', { status: 'queued' }, /pull request/],
  ])('%s', async (_what, body, task, reply) => {
    const number = await taken();
    const before = replies(number);
    const comment = says(number, body);
    await look();
    await look();
    await look();
    expect(await taskOf(world, number)).toMatchObject(task);
    expect(reactions(number, comment)).toEqual(['bot eyes']);
    const ours = world.comments(number).slice(before + 1);
    expect(ours).toHaveLength(reply === null ? 0 : 1);
    if (reply !== null) expect(ours[0]).toMatch(reply);
  });

  it('changes the priority label, and obeys it', async () => {
    const number = await taken();
    says(number, '/commander priority critical');
    for (let i = 0; i < 3; i += 1) await look();
    expect(world.labels(number).filter((name) => name.startsWith('priority/'))).toEqual([
      'priority/critical',
    ]);
    expect((await taskOf(world, number)).priority).toBe('critical');
  });

  it('tries again what failed, and takes back what was stopped', async () => {
    const number = await taken();
    await fail(world, await taskOf(world, number));
    says(number, '/commander retry');
    await look();
    expect((await taskOf(world, number)).status).toBe('queued');
    says(number, '/commander stop');
    await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    says(number, '/commander retry');
    await look();
    await look();
    expect((await taskOf(world, number)).status).toBe('queued');
  });

  it('tries again what failed with the text of now', async () => {
    const number = await taken();
    await fail(world, await taskOf(world, number));
    world.simulator.editIssue({ repo: REPO, number, by: 'alice', body: 'The new text.' });
    says(number, '/commander retry');
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'queued', body: 'The new text.' });
  });

  it('stops a task that runs', async () => {
    const number = await taken();
    const running = await run(world, await taskOf(world, number));
    says(number, '/commander stop');
    await look();
    const stopped = await taskOf(world, number);
    expect(stopped.status).toBe('cancelled');
    expect(stopped.epoch).toBeGreaterThan(running.epoch);
  });

  it('does not stop what publishes, but as soon as it has', async () => {
    const number = await taken();
    const { id, epoch } = await run(world, await taskOf(world, number));
    const at = new Date().toISOString();
    const publishingUntil = new Date(Date.now() + 60_000).toISOString();
    await world.store.change({ id, epoch, at, patch: { publishingUntil } });
    says(number, '/commander stop');
    await look();
    expect((await taskOf(world, number)).status).toBe('running');
    await world.store.change({ id, epoch, at, patch: { publishingUntil: null } });
    await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
  });

  it('leaves what was said after a stop that is refused for the next look', async () => {
    const number = await taken();
    const { id, epoch, source } = await run(world, await taskOf(world, number));
    const at = new Date().toISOString();
    const publishingUntil = new Date(Date.now() + 60_000).toISOString();
    await world.store.change({ id, epoch, at, patch: { publishingUntil } });
    const comments = [says(number, '/commander stop'), says(number, '/commander priority high')];
    await look();
    const place = { repoId: source.repoId, repo: REPO, number };
    expect(await poller.memory.handled(place)).toEqual(new Set());
    expect((await taskOf(world, number)).status).toBe('running');
    expect(world.labels(number)).not.toContain('priority/high');
    await world.store.change({ id, epoch, at, patch: { publishingUntil: null } });
    await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    expect(world.labels(number)).toContain('priority/high');
    expect(await poller.memory.handled(place)).toEqual(new Set(comments.map((each) => `comment:${each}`)));
    for (const comment of comments) expect(reactions(number, comment)).toEqual(['bot eyes']);
  });

  it('reads the longest comment there can be, and obeys it', async () => {
    const number = await taken();
    const order = '\n/commander priority high';
    says(number, 'x'.repeat(65_536), 'mallory');
    says(number, 'é'.repeat(65_536 - order.length) + order);
    for (let i = 0; i < 3; i += 1) await look();
    expect((await taskOf(world, number)).priority).toBe('high');
  });

  it.each(['mallory', 'tidy[bot]'])('obeys %s in nothing, and says so once', async (by) => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    const before = replies(number);
    for (const body of ['/commander stop', '/commander approve', '2', '🎉', '/commander priority low']) {
      says(number, body, by);
      await look();
    }
    expect(await taskOf(world, number)).toMatchObject({
      status: 'waiting_human',
      answer: null,
      priority: 'medium',
    });
    expect(replies(number) - before - 5).toBeLessThanOrEqual(1);
  });

  it('uses an answer once, the first of two people', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    says(number, '2', 'carol');
    says(number, '1', 'alice');
    await Promise.all([world.tick(poller), world.tick(world.poller({ github: world.connect() }))]);
    const answered = await taskOf(world, number);
    expect(answered).toMatchObject({
      status: 'queued',
      answer: { to: 1, by: 'carol', reply: { kind: 'answers', answers: [['blue']] } },
    });
    expect(await world.queues.tasks.getJobCountByTypes('waiting', 'prioritized')).toBe(1);
    // The next question is not answered by what was said to the one before.
    await ask(world, answered);
    await look();
    expect((await taskOf(world, number)).status).toBe('waiting_human');
  });

  it('takes no reply from before the question, and the text a reply had when it was read', async () => {
    const number = await taken();
    says(number, '1');
    await look();
    await ask(world, await taskOf(world, number));
    await look();
    expect((await taskOf(world, number)).status).toBe('waiting_human');
    const comment = says(number, 'blu');
    world.simulator.editComment({ repo: REPO, number, comment, by: 'alice', body: 'blue' });
    await look();
    const answer = { reply: { kind: 'answers', answers: [['blue']] } };
    expect(await taskOf(world, number)).toMatchObject({ status: 'queued', answer });
    world.simulator.editComment({ repo: REPO, number, comment, by: 'alice', body: 'red' });
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'queued', answer });
  });

  it('helps who answers with nothing that can be read', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    const before = replies(number);
    says(number, '🦊🦊');
    await look();
    await look();
    expect((await taskOf(world, number)).status).toBe('waiting_human');
    expect(replies(number)).toBe(before + 2);
  });

  it('fails what nobody answers in time, and says so once', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number), { waitMs: 1_000 });
    await look();
    const late = world.poller({ now: () => new Date(Date.now() + 2_000) });
    await world.tick(late);
    await world.tick(late);
    await world.write(late);
    const failed = await taskOf(world, number);
    expect(failed).toMatchObject({ status: 'failed', question: null, failure: { kind: 'no_answer' } });
    expect(world.comments(number).filter((body) => body.includes('nobody answered'))).toHaveLength(1);
    expect(world.labels(number)).toEqual(['agent', 'agent/failed']);
  });

  it('reads 200 comments between two looks with one question about each author', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    for (let i = 0; i < 198; i += 1) says(number, `talk ${i}`, 'mallory');
    says(number, '/commander priority high', 'carol');
    says(number, 'red');
    const before = world.simulator.requests.length;
    await world.tick(poller);
    const asked = world.simulator.requests.slice(before).filter(({ path }) => path.includes('/permission'));
    expect(asked).toHaveLength(3);
    expect(await taskOf(world, number)).toMatchObject({ status: 'queued', answer: { by: 'alice' } });
    const after = world.simulator.requests.length;
    await world.tick(poller);
    expect(world.simulator.requests.length - after).toBeLessThan(12);
  });

  it('loses nothing that was said when it dies in the middle of it', async () => {
    const number = await taken();
    says(number, '/commander priority high');
    says(number, '/commander stop');
    const dying = { ...poller.memory, rememberHandled: () => Promise.reject(new Error('it died')) };
    await world.tick({ ...poller, memory: dying });
    await look();
    await look();
    expect((await taskOf(world, number)).status).toBe('cancelled');
    expect(world.labels(number)).toContain('priority/high');
  });

  it('leaves a completed task alone, whatever is said on its issue', async () => {
    const number = await taken();
    await publish(world, await taskOf(world, number));
    says(number, '/commander stop');
    says(number, '/commander retry');
    await look();
    await look();
    expect((await taskOf(world, number)).status).toBe('completed');
    expect(world.labels(number)).toEqual(['agent', 'agent/review']);
  });
});
