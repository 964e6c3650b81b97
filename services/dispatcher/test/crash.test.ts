import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, say, structured } from '@opencode-commander/simulators';
import { expect, it, vi } from 'vitest';
import { atWork, release } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const pushed = 'git add --all && git commit -qm "Work" && git push -q origin HEAD';
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

/** It is two seconds where the machine is not busy; the lock of a dead dispatcher's job lasts for thirty. */
const AT_ONCE_MS = 15_000;

/** Resolves as soon as two dispatchers live. */
async function bothLive({ queues }: Rig): Promise<void> {
  const living = async () => (await dispatcherRegistry(queues).list()).filter(({ alive }) => alive);
  await vi.waitFor(async () => expect(await living()).toHaveLength(2), { timeout: 60_000, interval: 100 });
}

it('a dispatcher takes up at once what a killed one of its host left, from the last push where the container is gone', {
  timeout: 400_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = rig.spawn();
  const hold = (path: string) => `until [ -e ${path} ]; do sleep 0.2; done`;
  const steps = [bash(`${hold('/tmp/go')}; echo a > slow.txt && ${pushed}`), bash(hold('/tmp/never'))];
  const task = await rig.task({ repo: 'acme/web', steps });
  const { id, branch } = task;
  const before = await atWork(rig, task);
  const second = rig.spawn();
  await bothLive(rig);

  const killedAt = performance.now();
  first.kill('SIGKILL');
  const taken = await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running');
  expect(performance.now() - killedAt).toBeLessThan(AT_ONCE_MS);
  const { containerId, sessionId } = before;
  expect(taken).toMatchObject({ crashes: 1, containerId, sessionId });
  expect(taken.dispatcher).not.toBe(before.dispatcher);

  await release(rig, taken);
  await rig.model.untilRequest(({ conversation }) => conversation.messages.at(-1)?.role === 'tool');
  expect(new Set(rig.model.requests.map(({ conversation }) => conversation.prompt)).size).toBe(1);
  rig.script(task, [bash(`cp slow.txt more.txt && ${pushed}`), say('Done.'), described]);
  rig.spawn();
  await bothLive(rig);

  // It sees nothing of what becomes of the container.
  second.kill('SIGSTOP');
  await promisify(execFile)('podman', ['rm', '--force', '--time', '0', containerId ?? '']);
  const lostAt = performance.now();
  second.kill('SIGKILL');
  await rig.when(id, ({ runs }) => runs === 3);
  expect(performance.now() - lostAt).toBeLessThan(AT_ONCE_MS);

  const ended = await rig.ended(id);
  expect(ended).toMatchObject({ status: 'completed', runs: 3, crashes: 2, attempts: 0 });
  expect(ended.sessionId).not.toBe(sessionId);
  expect(await rig.files('acme/web', branch)).toEqual(expect.arrayContaining(['slow.txt', 'more.txt']));
  const logged = (await rig.store.readEvents(id, { limit: 1_000 })).map(({ event }) => event);
  const line = expect.stringMatching(/^goes on from what an earlier run pushed: /);
  expect(logged).toContainEqual(expect.objectContaining({ type: 'service', message: line }));
});
