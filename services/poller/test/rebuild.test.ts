import { enqueueWrite, issueCosts, rebuiltAge } from '@opencode-commander/queue';
import { newTask, type Task } from '@opencode-commander/task';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poller } from '../src/poller.ts';
import { ask, complete, fail, publish, run, taskOf } from './acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from './poller-world.ts';

describe('a Redis that lost everything', () => {
  let world: PollerWorld;
  let poller: Poller;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const look = () => world.look(poller);
  const says = (number: number, body: string) =>
    world.simulator.comment({ repo: REPO, number, by: 'alice', body });
  const jobs = () => world.queues.tasks.getJobCountByTypes('waiting', 'prioritized');
  const taken = async (labels = ['agent']) => {
    const number = world.file({ labels });
    await look();
    return number;
  };
  /** Redis is wiped; two ticks later all is as it was. */
  const wipe = async () => {
    await world.forget('');
    await look();
    await look();
  };
  /** What must be as before; nobody was told anything twice. */
  const survives = async (number: number, round = 0): Promise<Task> => {
    const before = await taskOf(world, number, round);
    const comments = world.comments(before.source.number).length;
    await wipe();
    const after = await taskOf(world, number, round);
    const kept = ({ id, priority, title, body, question, questions, followUp, createdAt, grants }: Task) => ({
      ...{ id, priority, title, body, question, questions, followUp, createdAt, grants },
    });
    expect(kept(after)).toEqual(kept(before));
    expect(world.comments(before.source.number)).toHaveLength(comments);
    return after;
  };

  it('counts as rebuilt only when every repository was looked through', async () => {
    await taken();
    expect(await rebuiltAge(world.queues)).toBeGreaterThan(0);
    await world.forget('');
    world.simulator.fault({ method: 'GET', route: `/repos/${REPO}/issues`, status: 410 });
    await look();
    expect(await rebuiltAge(world.queues)).toBe(0);
    await look();
    // It may have become so within this millisecond.
    await expect.poll(() => rebuiltAge(world.queues)).toBeGreaterThan(0);
  });

  it('queues again what was queued, as urgent as it was', async () => {
    const number = await taken(['agent', 'priority/high']);
    expect(await survives(number)).toMatchObject({ status: 'queued', priority: 'high' });
    expect(await jobs()).toBe(1);
  });

  it('queues again what ran, and lets the run of before write nothing', async () => {
    const number = await taken();
    const running = await run(world, await taskOf(world, number));
    await enqueueWrite(world.queues, { kind: 'status', taskId: running.id });
    await look();
    const { id, epoch } = await survives(number);
    expect(epoch).toBeGreaterThan(running.epoch);
    expect(await jobs()).toBe(1);
    const at = new Date().toISOString();
    await expect(
      world.store.change({ id, epoch: running.epoch, at, status: 'completed' }),
    ).rejects.toMatchObject({ name: 'StaleEpochError' });
  });

  it('knows the question it waits with, and takes its answer once', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    expect(await survives(number)).toMatchObject({ status: 'waiting_human', question: { number: 1 } });
    says(number, 'red');
    await look();
    const answer = { to: 1, by: 'alice', reply: { answers: [['red']] } };
    expect(await survives(number)).toMatchObject({ status: 'queued', answer });
    expect(await jobs()).toBe(1);
  });

  it('knows a question of which its status does not tell yet, and hears an answer again that was lost', async () => {
    const number = await taken();
    const { id } = await ask(world, await taskOf(world, number));
    await look();
    says(number, 'red');
    await world.tick(poller);
    expect(await world.store.get(id)).toMatchObject({ status: 'queued' });
    await wipe();
    expect(await world.store.get(id)).toMatchObject({
      status: 'queued',
      answer: { reply: { answers: [['red']] } },
    });
  });

  it('watches its pull requests again, and makes one follow-up of a review', async () => {
    const number = await taken();
    const pull = await publish(world, await taskOf(world, number));
    await look();
    const { prUrl } = await taskOf(world, number);
    await wipe();
    expect(await taskOf(world, number)).toMatchObject({
      status: 'completed',
      prUrl,
      pull: { state: 'open' },
    });
    expect(await world.store.pulls()).toMatchObject([{ number: pull.number, taskId: pull.task.id }]);
    await world.simulator.review({
      repo: REPO,
      number: pull.number,
      by: 'alice',
      state: 'CHANGES_REQUESTED',
      body: 'No.',
    });
    await look();
    expect(await survives(number, 1)).toMatchObject({ status: 'queued', followUp: { kind: 'review' } });
    await complete(world, await taskOf(world, number, 1));
    await enqueueWrite(world.queues, { kind: 'status', taskId: (await taskOf(world, number, 1)).id });
    await look();
    await survives(number, 1);
    expect((await world.store.list()).map(({ round }) => round).sort()).toEqual([0, 1]);
    await world.simulator.mergePull({ repo: REPO, number: pull.number, by: 'alice' });
    await look();
    await look();
    expect(await taskOf(world, number)).toMatchObject({ pull: { state: 'merged' } });
  });

  it('knows what a task has cost, by model too', async () => {
    const number = await taken();
    const { id, epoch, source } = await run(world, await taskOf(world, number));
    const usage = { inputTokens: 10, outputTokens: 2, costUsd: 0.5 };
    const patch = { usage, usageByModel: { 'a/one': usage } };
    await world.store.change({ id, epoch, at: new Date().toISOString(), patch });
    await enqueueWrite(world.queues, { kind: 'status', taskId: id });
    await look();
    expect(await survives(number)).toMatchObject(patch);
    expect(await issueCosts(world.queues, [{ repoId: source.repoId, number }])).toEqual([0.5]);
  });

  it('takes a pull request for the outcome of a run that could not say so any more', async () => {
    const number = await taken();
    const { number: pull } = await publish(world, await taskOf(world, number));
    await wipe();
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'completed', pull: { number: pull } });
    expect(world.labels(number)).toEqual(['agent', 'agent/review']);
    expect(world.comments(number).filter((body) => body.includes('Pull request ready:**'))).toHaveLength(1);
  });

  it.each(['merged', 'closed'])('sees that a pull request was %s meanwhile', async (state) => {
    const number = await taken();
    const { number: pull } = await publish(world, await taskOf(world, number));
    await look();
    await world.forget('');
    if (state === 'merged') await world.simulator.mergePull({ repo: REPO, number: pull, by: 'alice' });
    else world.simulator.close({ repo: REPO, number: pull, by: 'alice' });
    for (let i = 0; i < 3; i += 1) await look();
    expect(await taskOf(world, number)).toMatchObject({ pull: { state } });
    expect(world.labels(number)).toEqual(state === 'merged' ? ['agent', 'agent/done'] : ['agent']);
  });

  it('restarts neither what failed nor what was stopped, but on demand', async () => {
    const [failed, stopped] = [await taken(), await taken()];
    const { id } = await fail(world, await taskOf(world, failed));
    await enqueueWrite(world.queues, { kind: 'status', taskId: id });
    says(stopped, '/commander stop');
    for (let i = 0; i < 3; i += 1) await look();
    await wipe();
    expect((await taskOf(world, failed)).status).toBe('failed');
    expect((await taskOf(world, stopped)).status).toBe('cancelled');
    says(failed, '/commander retry');
    await look();
    await look();
    expect((await taskOf(world, failed)).status).toBe('queued');
    await wipe();
    expect((await taskOf(world, failed)).status).toBe('queued');
  });

  it('finds what was dispatched by hand, and what waits for other issues', async () => {
    const [first, byHand] = [await taken(), world.file({ labels: [] })];
    const second = world.file({ body: `Depends on #${first}.` });
    const issue = await world.connect().getIssue(REPO, byHand);
    const { source } = await taskOf(world, first);
    const task = newTask({
      issue: { ...issue, ...source, number: byHand },
      host: source.host,
      now: new Date(),
    });
    await world.store.create(task);
    await enqueueWrite(world.queues, { kind: 'status', taskId: task.id });
    await look();
    await wipe();
    expect((await taskOf(world, byHand)).status).toBe('queued');
    expect(await taskOf(world, second)).toMatchObject({
      status: 'queued',
      waitsFor: { kind: 'dependencies' },
    });
    expect(await jobs()).toBe(2);
  });

  it('is rebuilt once by two pollers', async () => {
    const number = await taken();
    await ask(world, await taskOf(world, number));
    await look();
    const comments = world.comments(number).length;
    await world.forget('');
    const other = world.poller({ github: world.connect() });
    await Promise.all([world.tick(poller), world.tick(other)]);
    await look();
    expect(await taskOf(world, number)).toMatchObject({ status: 'waiting_human', question: { number: 1 } });
    expect(world.comments(number)).toHaveLength(comments);
  });
});
