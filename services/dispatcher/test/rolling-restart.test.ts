import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { atWork, heldWork, release, told } from './held-task.ts';
import { createRig } from './rig.ts';

const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

/** How long the process took to end after it was told to, in ms. */
async function end(dispatcher: ChildProcess): Promise<number> {
  const began = performance.now();
  dispatcher.kill('SIGTERM');
  await once(dispatcher, 'exit');
  return performance.now() - began;
}

it('a rolling restart of all dispatchers begins none of the running tasks anew', {
  timeout: 300_000,
}, async () => {
  // No task can be moved but to the dispatcher that is begun instead of its own.
  await using rig = await createRig({ repositories, env: { COMMANDER_CONTAINERS_MAX_CONCURRENT: '1' } });
  const dispatchers = [rig.spawn(), rig.spawn()];
  const tasks = await Promise.all(dispatchers.map(() => rig.task({ repo: 'acme/web', steps: heldWork })));
  const before = await Promise.all(tasks.map((task) => atWork(rig, task)));
  expect(new Set(before.map(({ dispatcher }) => dispatcher)).size).toBe(2);

  for (const dispatcher of dispatchers) {
    expect(await end(dispatcher)).toBeLessThan(10_000);
    rig.spawn();
    await Promise.all(tasks.map(({ id }) => rig.when(id, ({ status }) => status === 'running')));
  }

  await Promise.all(before.map((task) => release(rig, task)));
  for (const task of before) {
    const { id, containerId, sessionId } = task;
    const ended = await rig.ended(id);
    expect(ended).toMatchObject({ status: 'completed', runs: 2, crashes: 0, attempts: 0 });
    expect(ended).toMatchObject({ containerId, sessionId });
    // The work, and what was asked of it in the end.
    expect(told(rig, task)).toEqual({ prompts: 1, turns: 2 });
  }
  expect(rig.github.pulls('acme/web')).toHaveLength(tasks.length);
});
