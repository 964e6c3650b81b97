import { PublishingError } from '@opencode-commander/queue';
import { bash, stall, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DispatcherService } from '../src/index.ts';
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
    expect(await rig.ended(low.id)).toMatchObject({ status: 'completed', attempts: 0, epoch: 2, sessionId });
    expect(await rig.files('acme/web', low.branch)).toContain('a.txt');
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
});
