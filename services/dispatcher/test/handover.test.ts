import { setTimeout as delay } from 'node:timers/promises';
import { removeSandboxes } from '@opencode-commander/sandbox';
import { bash, say, stall, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instanceOf } from '../src/index.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });

/** The prompts the model has seen for a task, each once. */
function prompts(rig: Rig): string[] {
  return [...new Set(rig.model.requests.map(({ conversation }) => conversation.prompt))];
}

describe('a dispatcher that stops', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
    });
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  it('hands over within seconds, and the agent works on meanwhile', { timeout: 180_000 }, async () => {
    const first = await rig.start();
    const steps = [bash('sleep 8 && echo a > slow.txt'), push, say('Done.'), described];
    const { id, branch } = await rig.task({ repo: 'acme/web', steps });
    await rig.model.untilRequest(({ step }) => step === 'call');
    await delay(500);
    const began = performance.now();
    await first.stop();
    console.log('drained in', performance.now() - began);

    const left = await rig.store.get(id);
    expect(left).toMatchObject({ status: 'queued', attempts: 0, crashes: 0, runs: 1 });
    expect(await rig.containers(first.podman).catch(String)).toBeDefined();
    const second = await rig.start();
    expect(await rig.containers(second.podman)).toMatchObject([{ id: left?.containerId, running: true }]);
    const ended = await rig.ended(id);
    expect(ended).toMatchObject({ status: 'completed', runs: 2 });
    expect(ended.sessionId).toBe(left?.sessionId);
    expect(await rig.files('acme/web', branch)).toContain('slow.txt');
    console.log(prompts(rig));
    console.log(
      JSON.stringify(
        (await rig.store.readEvents(id)).map(({ event }) => event),
        null,
        1,
      ).slice(0, 6000),
    );
    await second.stop();
  });

  it('has an agent go on whose model went away', { timeout: 180_000 }, async () => {
    const before = rig.model.requests.length;
    const first = await rig.start();
    const { id, source } = await rig.task({
      repo: 'acme/web',
      steps: [write('b.txt', 'b'), stall(1), push, say('Done.'), described],
    });
    await rig.model.untilRequest(
      ({ step, conversation }) => step === 'stall' && conversation.prompt.includes(`#${source.number}`),
    );
    await first.stop();
    await delay(Number(process.env['GAP'] ?? 4) * 1000);
    const second = await rig.start();
    const ended = await rig.ended(id);
    console.log(
      ended.status,
      ended.failure,
      rig.model.requests
        .slice(before)
        .map(({ step, conversation }) => [step, conversation.prompt.slice(0, 60)]),
    );
    console.log(
      JSON.stringify(
        (await rig.store.readEvents(id)).map(({ event }) => event),
        null,
        1,
      ).slice(0, 6000),
    );
    expect(ended).toMatchObject({ status: 'completed', runs: 2 });
    await second.stop();
    await removeSandboxes(second.podman, { instance: instanceOf(rig.config) }).catch(() => undefined);
  });
});
