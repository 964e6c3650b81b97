import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, question, say, stall, structured, write } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { Hosts } from '../src/hosts.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

/** How often the model was told something new: by a prompt, not by a tool's result. */
function promptsTold(rig: Rig): number {
  const histories = rig.model.requests.map(({ conversation }) =>
    conversation.messages.filter(({ role }) => role === 'user').map(({ text }) => text),
  );
  return Math.max(...histories.map((texts) => texts.length));
}

it('hands its runs over within seconds, and the agents work on meanwhile', { timeout: 240_000 }, async () => {
  await using rig = await createRig({ repositories });
  const first = await rig.start();
  const steps = [bash('sleep 8 && echo a > slow.txt'), push, say('Done.'), described];
  const { id, branch } = await rig.task({ repo: 'acme/web', steps });
  await rig.model.untilRequest(({ step }) => step === 'call');
  const began = performance.now();

  await first.stop();

  // On a machine that is not busy it is a second.
  expect(performance.now() - began).toBeLessThan(10_000);
  const left = await rig.store.get(id);
  expect(left).toMatchObject({ status: 'queued', attempts: 0, crashes: 0, runs: 1 });
  const second = await rig.start();
  expect(await rig.containers(second.podman)).toMatchObject([{ id: left?.containerId, running: true }]);
  const ended = await rig.ended(id);
  const { containerId, sessionId } = left ?? {};
  expect(ended).toMatchObject({ status: 'completed', runs: 2, crashes: 0, containerId, sessionId });
  expect(await rig.files('acme/web', branch)).toContain('slow.txt');
  // The work, and what was asked of it in the end.
  expect(promptsTold(rig)).toBeLessThanOrEqual(2);
});

it('has an agent go on whose model went away with its dispatcher', { timeout: 240_000 }, async () => {
  await using rig = await createRig({ repositories });
  const first = await rig.start();
  // It may be at its first push when it is told to go on.
  const steps = [write('a.txt', 'a\n'), stall({ times: 1 }), push, push, say('Done.'), described];
  const { id, branch } = await rig.task({ repo: 'acme/web', steps });
  await rig.model.untilRequest(({ step }) => step === 'stall');
  await first.stop();
  const left = await rig.store.get(id);

  await rig.start();
  const ended = await rig.ended(id);

  const { containerId, sessionId } = left ?? {};
  expect(ended).toMatchObject({
    failure: null,
    status: 'completed',
    runs: 2,
    attempts: 0,
    containerId,
    sessionId,
  });
  expect(await rig.files('acme/web', branch)).toContain('a.txt');
});

it('has an agent go on that was found at work and ends with nothing to show', {
  timeout: 240_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = await rig.start();
  const steps = [bash('sleep 10'), say('Cut off.'), write('a.txt', 'a\n'), push, say('Done.'), described];
  const { id } = await rig.task({ repo: 'acme/web', steps });
  await rig.model.untilRequest(({ step }) => step === 'call');
  await first.stop();

  await rig.start();

  expect(await rig.ended(id)).toMatchObject({ failure: null, status: 'completed', runs: 2, attempts: 0 });
});

it('has its host waited for as long as a parked task has its container there', {
  timeout: 240_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const registry = dispatcherRegistry(rig.queues);
  const first = await rig.start();
  const colour = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
  const { id } = await rig.task({ repo: 'acme/web', steps: [colour] });
  await rig.when(id, ({ status }) => status === 'waiting_human');

  await first.stop();

  const left = await registry.list();
  expect(left).toMatchObject([{ host: 'rig', slots: 0, refuses: expect.stringContaining('has stopped') }]);
  const hosts = new Hosts(registry);
  await hosts.look();
  expect(hosts.isGone('rig')).toBe(false);

  const second = await rig.start();
  await rig.cancel(id);
  await expect.poll(() => rig.containers(second.podman), { timeout: 20_000 }).toEqual([]);
  await second.stop();
  expect(await registry.list()).toEqual([expect.objectContaining({ id: left[0]?.id })]);
});

it('hands a run over that does not end in time, which is no crash', { timeout: 240_000 }, async () => {
  await using rig = await createRig({ repositories });
  let goOn: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isFirst = true;
  const first = await rig.start((store) => ({
    ...store,
    change: async (change) => {
      const isSlow = change.status === 'queued' && isFirst;
      if (isSlow) isFirst = false;
      if (isSlow) await slow;
      return store.change(change);
    },
  }));
  const { id } = await rig.task({ repo: 'acme/web', steps: [stall()] });
  await rig.model.untilRequest(({ step }) => step === 'stall');
  await first.stop();
  goOn();
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', crashes: 0, attempts: 0, runs: 1 });
  await rig.start();
  expect(await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running')).toMatchObject({
    crashes: 0,
  });
});
