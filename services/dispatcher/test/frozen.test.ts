import { fileURLToPath } from 'node:url';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { expect, it, vi } from 'vitest';
import { atWork, heldWork, release, told } from './held-task.ts';
import { createRig } from './rig.ts';

const HURRIED = fileURLToPath(new URL('hurried-dispatcher.ts', import.meta.url));
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

it('a dispatcher that was frozen for longer than its lock leaves its task to whoever has it', {
  timeout: 300_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = rig.spawn(HURRIED);
  const task = await rig.task({ repo: 'acme/web', steps: heldWork });
  const { id, branch } = task;
  const before = await atWork(rig, task);
  rig.spawn(HURRIED);
  const seen = () => dispatcherRegistry(rig.queues).list();
  await vi.waitFor(async () => expect(await seen()).toHaveLength(2), { timeout: 60_000, interval: 100 });

  // Nobody answers the agent's requests any more: it is told to go on.
  rig.script(before, heldWork);
  first.kill('SIGSTOP');
  const taken = await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running');
  first.kill('SIGCONT');

  const idle = { id: before.dispatcher, running: [] };
  await vi.waitFor(async () => expect(await seen()).toContainEqual(expect.objectContaining(idle)), {
    timeout: 30_000,
    interval: 100,
  });
  await release(rig, taken);
  const ended = await rig.ended(id);
  const { containerId, sessionId } = before;
  const { epoch, dispatcher } = taken;
  expect(dispatcher).not.toBe(before.dispatcher);
  expect(ended).toMatchObject({ status: 'completed', attempts: 0, crashes: 0, containerId, sessionId });
  expect(ended).toMatchObject({ runs: 2, epoch, dispatcher });
  // The work, to go on, and what was asked of it in the end.
  expect(told(rig, before)).toEqual({ prompts: 1, turns: 3 });
  expect(await rig.files('acme/web', branch)).toContain('slow.txt');
  expect(rig.github.pulls('acme/web')).toHaveLength(1);
});
