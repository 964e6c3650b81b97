import { PublishingError, pauseList } from '@opencode-commander/queue';
import { bash, stall, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DispatcherService } from '../src/index.ts';
import { holdChange } from './hold-change.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });

describe('a run', () => {
  let rig: Rig;
  let dispatcher: DispatcherService;

  beforeAll(async () => {
    rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
      env: { COMMANDER_CONTAINERS_MAX_CONCURRENT: '1', COMMANDER_LLM_SIMULATED_MODELS: 'scripted,other' },
    });
    dispatcher = await rig.start();
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  const untilStalled = (number: number) =>
    rig.model.untilRequest(
      ({ step, conversation }) => step === 'stall' && conversation.prompt.includes(`acme/web#${number}`),
    );

  it('gives its slot to a critical task and goes on where it stopped', { timeout: 240_000 }, async () => {
    const low = await rig.task({
      repo: 'acme/web',
      steps: [bash('echo a > a.txt'), stall()],
      priority: 'low',
    });
    await untilStalled(low.source.number);
    const { sessionId } = (await rig.store.get(low.id)) ?? {};

    const steps = [write('b.txt', 'b\n'), push, described];
    const urgent = await rig.task({
      repo: 'acme/web',
      steps,
      priority: 'critical',
      model: 'simulated/other',
    });
    const preempted = await rig.when(low.id, ({ status }) => status === 'queued');
    rig.script(preempted, [push, described]);

    expect(await rig.ended(urgent.id)).toMatchObject({ status: 'completed' });
    expect(rig.model.requests.map(({ body }) => body.model)).toContain('other');
    expect(await rig.ended(low.id)).toMatchObject({ status: 'completed', attempts: 0, runs: 2, sessionId });
    expect(await rig.files('acme/web', low.branch)).toContain('a.txt');
  });

  it('goes on during a pause, and is let go of by one that preempts: resumed it goes on in its session', {
    timeout: 240_000,
  }, async () => {
    const pauses = pauseList(rig.queues);
    const running = await rig.task({ repo: 'acme/web', steps: [bash('echo p > p.txt'), stall()] });
    await untilStalled(running.source.number);
    const { sessionId, containerId, source } = (await rig.store.get(running.id)) ?? running;
    const { repoId } = source;

    await pauses.put({ scope: { of: 'all' }, by: 'maria', reason: 'an incident', preempts: false });
    const later = await rig.task({ repo: 'acme/web', steps: [write('l.txt', 'l\n'), push, described] });
    const waiting = await rig.when(later.id, ({ waitsFor }) => waitsFor !== null);
    expect(waiting.waitsFor).toEqual({ kind: 'pause', of: 'all', name: null, reason: 'an incident' });
    expect(await rig.store.get(running.id)).toMatchObject({ status: 'running' });

    const web = { of: 'repository', repoId, name: 'acme/web' } as const;
    await pauses.put({ scope: web, by: 'maria', preempts: true });
    const preempted = await rig.when(running.id, ({ status }) => status === 'queued');
    expect(preempted).toMatchObject({ sessionId, containerId, waitsFor: { kind: 'pause' } });
    await expect.poll(() => rig.queues.tasks.getDelayedCount(), { timeout: 10_000 }).toBe(2);
    expect(await rig.containers(dispatcher.podman)).toMatchObject([{ taskId: running.id, running: false }]);

    await pauses.remove({ of: 'all' });
    await rig.when(later.id, ({ waitsFor }) => waitsFor?.kind === 'pause' && waitsFor.of === 'repository');
    rig.script(preempted, [push, described]);
    const resumedAt = performance.now();
    await pauses.remove(web);
    await rig.when(running.id, ({ status }) => status !== 'queued');
    expect(performance.now() - resumedAt).toBeLessThan(5_000);
    await rig.when(later.id, ({ waitsFor }) => waitsFor === null);
    await rig.cancel(later.id);

    expect(await rig.ended(running.id)).toMatchObject({
      status: 'completed',
      attempts: 0,
      runs: 2,
      sessionId,
    });
    expect(await rig.files('acme/web', running.branch)).toContain('p.txt');
  });

  it('ends at once when its task is cancelled', { timeout: 120_000 }, async () => {
    const { id, source } = await rig.task({ repo: 'acme/web', steps: [stall()] });
    await untilStalled(source.number);
    const pulls = rig.github.pulls('acme/web').length;

    await rig.cancel(id);

    await expect.poll(() => rig.containers(dispatcher.podman), { timeout: 20_000 }).toEqual([]);
    expect(await rig.store.get(id)).toMatchObject({ status: 'cancelled', failure: null });
    expect((await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === id)).toEqual([]);
    expect(rig.github.pulls('acme/web')).toHaveLength(pulls);
  });

  it('is not cancelled while it publishes', { timeout: 120_000 }, async () => {
    rig.github.fault({ method: 'POST', route: '/repos/{owner}/{repo}/pulls', delayMs: 3_000 });
    const { id } = await rig.task({ repo: 'acme/web', steps: [write('c.txt', 'c\n'), push, described] });
    await rig.when(id, ({ publishingUntil }) => publishingUntil !== null);

    await expect(rig.cancel(id)).rejects.toThrow(PublishingError);

    expect(await rig.ended(id)).toMatchObject({ status: 'completed', publishingUntil: null });
  });

  it('is cancelled as soon as it does not publish any more, and opens no pull request', {
    timeout: 120_000,
  }, async () => {
    const route = '/repos/{owner}/{repo}/pulls';
    rig.github.fault({ method: 'POST', route, status: 500, delayMs: 300, times: Number.POSITIVE_INFINITY });
    const pulls = rig.github.pulls('acme/web').length;
    const { id, branch } = await rig.task({
      repo: 'acme/web',
      steps: [write('d.txt', 'd\n'), push, described],
    });
    await rig.when(id, ({ publishingUntil }) => publishingUntil !== null);
    await expect(rig.cancel(id)).rejects.toThrow(PublishingError);
    await rig.retried(id);

    await rig.cancel(id);

    rig.github.clearFaults();
    await expect.poll(() => rig.containers(dispatcher.podman), { timeout: 20_000 }).toEqual([]);
    expect(await rig.store.get(id)).toMatchObject({
      status: 'cancelled',
      publishingUntil: null,
      prUrl: null,
    });
    expect(await rig.github.branches('acme/web')).toHaveProperty([branch]);
    expect(rig.github.pulls('acme/web')).toHaveLength(pulls);
  });
});

const one = {
  repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
  env: { COMMANDER_CONTAINERS_MAX_CONCURRENT: '1' },
};

it('opens no pull request when it lost the right to while it pushed', { timeout: 120_000 }, async () => {
  await using rig = await createRig(one);
  let leases = 0;
  const opening = holdChange(({ patch }) => typeof patch?.publishingUntil === 'string' && ++leases === 2);
  const { podman } = await rig.start(opening.through);
  const { id, branch } = await rig.task({
    repo: 'acme/web',
    steps: [write('a.txt', 'a\n'), push, described],
  });
  await opening.reached;
  const { epoch } = (await rig.store.get(id)) ?? { epoch: 0 };

  // As if the process had slept for longer than its right lasts.
  const patch = { publishingUntil: new Date(0).toISOString() };
  await rig.store.change({ id, epoch, at: new Date().toISOString(), patch });
  await rig.cancel(id);
  opening.goOn();

  await expect.poll(() => rig.containers(podman), { timeout: 20_000 }).toEqual([]);
  expect(await rig.store.get(id)).toMatchObject({ status: 'cancelled', prUrl: null });
  expect(await rig.github.branches('acme/web')).toHaveProperty([branch]);
  expect(rig.github.pulls('acme/web')).toEqual([]);
  expect((await rig.outbox()).filter((each) => each.kind === 'comment')).toEqual([]);
});

it('is told the whole task when it was preempted before it had heard a word', {
  timeout: 180_000,
}, async () => {
  await using rig = await createRig(one);
  const opened = holdChange(({ patch }) => typeof patch?.sessionId === 'string');
  await rig.start(opened.through);
  const steps = [write('a.txt', 'a\n'), push, described];
  const low = await rig.task({ repo: 'acme/web', steps, priority: 'low' });
  await opened.reached;

  const urgent = await rig.task({ repo: 'acme/web', steps, priority: 'critical' });
  await expect
    .poll(() => rig.queues.redis.keys(`*:preemption:${urgent.id}`), { timeout: 10_000 })
    .toHaveLength(1);
  opened.goOn();

  const preempted = await rig.when(low.id, ({ status }) => status === 'queued');
  expect(await rig.ended(urgent.id)).toMatchObject({ status: 'completed' });
  const { sessionId, containerId } = preempted;
  expect(sessionId).not.toBeNull();
  expect(await rig.ended(low.id)).toMatchObject({ status: 'completed', runs: 2, sessionId, containerId });
  const told = rig.model.requests.filter(({ conversation }) => conversation.prompt.includes('acme/web#1'));
  expect(told[0]?.conversation.prompt).toContain('Please.');
  expect(JSON.stringify(told.map(({ conversation }) => conversation.messages))).not.toContain('interrupted');
});
