import { PublishingError, pauseList } from '@opencode-commander/queue';
import { bash, stall, structured, write } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DispatcherService } from '../src/index.ts';
import { holdChange } from './hold-change.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });

const route = '/repos/{owner}/{repo}/pulls';

describe('a run', () => {
  let rig: Rig;
  let dispatcher: DispatcherService;
  const opened = holdChange(({ patch }) => typeof patch?.sessionId === 'string');

  beforeAll(async () => {
    rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
      env: { COMMANDER_CONTAINERS_MAX_CONCURRENT: '1', COMMANDER_LLM_SIMULATED_MODELS: 'scripted,other' },
    });
    dispatcher = await rig.start(opened.through);
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  /** The agent of the task has said what it had to, from the `since`th request on, and waits for the model. */
  const untilStalled = ({ source: { number } }: Pick<Task, 'source'>, since = 0) =>
    rig.model.untilRequest(
      (request) =>
        request.step === 'stall' &&
        rig.model.requests.indexOf(request) >= since &&
        request.conversation.prompt.includes(`acme/web#${number}`),
    );
  const containersOf = async ({ id }: Task) =>
    (await rig.containers(dispatcher.podman)).filter(({ taskId }) => taskId === id);

  /** The task of the next three tests, which is let go of three times. */
  let low: Task;

  it('is told the whole task when it was preempted before it had heard a word, by one that ends at once when it is cancelled', {
    timeout: 180_000,
  }, async () => {
    const steps = [bash('echo a > a.txt'), stall()];
    low = await rig.task({ repo: 'acme/web', steps, priority: 'low' });
    await opened.reached;
    const urgent = await rig.task({ repo: 'acme/web', steps: [stall()], priority: 'critical' });
    await expect
      .poll(() => rig.queues.redis.keys(`*:preemption:${urgent.id}`), { timeout: 10_000 })
      .toHaveLength(1);
    opened.goOn();
    const { sessionId, containerId } = await rig.when(low.id, ({ status }) => status === 'queued');
    expect(sessionId).not.toBeNull();

    await untilStalled(urgent);
    await rig.cancel(urgent.id);
    await expect.poll(() => containersOf(urgent), { timeout: 20_000 }).toEqual([]);
    expect(await rig.store.get(urgent.id)).toMatchObject({ status: 'cancelled', failure: null });
    expect((await rig.outbox()).filter(({ kind }) => kind === 'comment')).toEqual([]);
    expect(rig.github.pulls('acme/web')).toEqual([]);

    await untilStalled(low);
    expect(await rig.store.get(low.id)).toMatchObject({ runs: 2, sessionId, containerId });
    const told = rig.model.requests.filter(({ conversation }) => conversation.prompt.includes('acme/web#1'));
    expect(told[0]?.conversation.prompt).toContain('Please.');
    expect(JSON.stringify(told.map(({ conversation }) => conversation.messages))).not.toContain(
      'interrupted',
    );
  });

  it('gives its slot to a critical task and goes on where it stopped', { timeout: 240_000 }, async () => {
    const { sessionId } = (await rig.store.get(low.id)) ?? low;
    const steps = [write('b.txt', 'b\n'), push, described];
    const urgent = await rig.task({
      repo: 'acme/web',
      steps,
      priority: 'critical',
      model: 'simulated/other',
    });
    const preempted = await rig.when(low.id, ({ status }) => status === 'queued');
    rig.script(preempted, [bash('echo p > p.txt'), stall()]);
    const before = rig.model.requests.length;

    expect(await rig.ended(urgent.id)).toMatchObject({ status: 'completed' });
    expect(rig.model.requests.map(({ body }) => body.model)).toContain('other');
    await untilStalled(low, before);
    expect(await rig.store.get(low.id)).toMatchObject({ attempts: 0, runs: 3, sessionId });
  });

  it('goes on during a pause, is let go of by one that preempts, goes on in its session when resumed, and is not cancelled while it publishes', {
    timeout: 240_000,
  }, async () => {
    const pauses = pauseList(rig.queues);
    const { sessionId, containerId, source } = (await rig.store.get(low.id)) ?? low;
    const { repoId } = source;

    await pauses.put({ scope: { of: 'all' }, by: 'maria', reason: 'an incident', preempts: false });
    const later = await rig.task({ repo: 'acme/web', steps: [write('l.txt', 'l\n'), push, described] });
    const waiting = await rig.when(later.id, ({ waitsFor }) => waitsFor !== null);
    expect(waiting.waitsFor).toEqual({ kind: 'pause', of: 'all', name: null, reason: 'an incident' });
    expect(await rig.store.get(low.id)).toMatchObject({ status: 'running' });

    const web = { of: 'repository', repoId, name: 'acme/web' } as const;
    await pauses.put({ scope: web, by: 'maria', preempts: true });
    const preempted = await rig.when(low.id, ({ status }) => status === 'queued');
    expect(preempted).toMatchObject({ sessionId, containerId, waitsFor: { kind: 'pause' } });
    await expect.poll(() => rig.queues.tasks.getDelayedCount(), { timeout: 10_000 }).toBe(2);
    expect(await rig.containers(dispatcher.podman)).toMatchObject([{ taskId: low.id, running: false }]);

    await pauses.remove({ of: 'all' });
    await rig.when(later.id, ({ waitsFor }) => waitsFor?.kind === 'pause' && waitsFor.of === 'repository');
    rig.script(preempted, [push, described]);
    rig.github.fault({ method: 'POST', route, delayMs: 3_000 });
    const resumedAt = performance.now();
    await pauses.remove(web);
    await rig.when(low.id, ({ status }) => status !== 'queued');
    expect(performance.now() - resumedAt).toBeLessThan(5_000);
    await rig.when(later.id, ({ waitsFor }) => waitsFor === null);
    await rig.cancel(later.id);

    await rig.when(low.id, ({ publishingUntil }) => publishingUntil !== null);
    await expect(rig.cancel(low.id)).rejects.toThrow(PublishingError);
    expect(await rig.ended(low.id)).toMatchObject({
      ...{ status: 'completed', attempts: 0, runs: 4, sessionId, publishingUntil: null },
    });
    expect(await rig.files('acme/web', low.branch)).toEqual(expect.arrayContaining(['a.txt', 'p.txt']));
  });

  it('is cancelled as soon as it does not publish any more, and opens no pull request', {
    timeout: 120_000,
  }, async () => {
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
