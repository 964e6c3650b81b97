import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, question, say, stall, structured, write } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { Hosts } from '../src/hosts.ts';
import { atWork, release } from './held-task.ts';
import { holdChange } from './hold-change.ts';
import { createRig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

it('hands its runs over within seconds, while the agents work on, and has one go on that ends with nothing to show or whose model went away with it', {
  timeout: 240_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = await rig.start();
  const held = bash('until [ -e /tmp/go ]; do sleep 0.2; done');
  // It may be at its first push when it is told to go on.
  const last = [push, push, say('Done.'), described];
  const steps = [held, say('Cut off.'), write('a.txt', 'a\n'), stall({ times: 1 }), ...last];
  const task = await rig.task({ repo: 'acme/web', steps });
  const { containerId, sessionId } = await atWork(rig, task);
  const began = performance.now();
  await first.stop();
  // On a machine that is not busy it is a second.
  expect(performance.now() - began).toBeLessThan(10_000);
  const left = { status: 'queued', attempts: 0, crashes: 0, containerId, sessionId };
  expect(await rig.store.get(task.id)).toMatchObject({ ...left, runs: 1 });

  const second = await rig.start();
  expect(await rig.containers(second.podman)).toMatchObject([{ id: containerId, running: true }]);
  await release(rig, await rig.when(task.id, ({ runs, status }) => runs === 2 && status === 'running'));
  await rig.model.untilRequest(({ step }) => step === 'stall');
  await second.stop();
  expect(await rig.store.get(task.id)).toMatchObject({ ...left, runs: 2 });

  await rig.start();
  const ended = await rig.ended(task.id);
  expect(ended).toMatchObject({ ...left, status: 'completed', failure: null, runs: 3 });
  expect(await rig.files('acme/web', task.branch)).toContain('a.txt');
});

it('hands a run over that does not end in time, which is no crash, and has its host waited for as long as a parked task has its container there', {
  timeout: 240_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const registry = dispatcherRegistry(rig.queues);
  const slow = holdChange(({ status }) => status === 'queued');
  const first = await rig.start(slow.through);
  const task = await rig.task({ repo: 'acme/web', steps: [stall()] });
  const { id } = task;
  await rig.model.untilRequest(({ step }) => step === 'stall');
  await first.stop();
  slow.goOn();
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', crashes: 0, attempts: 0, runs: 1 });
  rig.script(task, [question({ question: 'Which colour?', options: ['Red', 'Blue'] })]);
  const second = await rig.start();
  const waiting = await rig.when(id, ({ status }) => status === 'waiting_human');
  expect(waiting).toMatchObject({ crashes: 0, runs: 2 });

  await second.stop();
  const left = await registry.list();
  const stopped = { host: 'rig', slots: 0, refuses: expect.stringContaining('has stopped') };
  expect(left).toMatchObject([stopped, stopped]);
  const hosts = new Hosts(registry);
  await hosts.look();
  expect(hosts.isGone('rig')).toBe(false);

  const third = await rig.start();
  await rig.cancel(id);
  await expect.poll(() => rig.containers(third.podman), { timeout: 20_000 }).toEqual([]);
  await third.stop();
  expect((await registry.list()).map((each) => each.id)).toEqual(left.map((each) => each.id));
});
