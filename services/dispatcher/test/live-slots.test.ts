import { once } from 'node:events';
import { OPERATIONS, type OperationControl } from '@opencode-commander/control';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { expect, it } from 'vitest';
import { atWork, heldWork, release } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

/** Sets the number of slots as another process does. */
async function setSlots({ store, queues, config, configuration }: Rig, slots: number): Promise<void> {
  const unused = async () => {
    throw new Error('nothing is read from GitHub');
  };
  const control: OperationControl = {
    ...{ store, queues, configuration, host: config.github.host, now: () => new Date(), by: 'maria' },
    ...{ allowedModels: () => null, budget: () => config.budget, readIssue: unused, readRepository: unused },
    instances: { servers: [], open: unused },
    ...{ openIssue: unused, viewer: unused, blockedRepositories: () => [], allowVolatile: false },
  };
  await OPERATIONS['config.set'].run(control, { changes: { 'containers.max_concurrent': slots } });
}

/** The slots that the dispatchers of this moment tell of. */
async function slots({ queues }: Rig): Promise<number[]> {
  const seen = await dispatcherRegistry(queues).list();
  return seen.filter(({ alive, slots }) => alive && slots > 0).map((dispatcher) => dispatcher.slots);
}

it('has as many slots as were set in another process last, interrupts nothing for it, and has them after a restart, which both running tasks outlive', {
  timeout: 300_000,
}, async () => {
  await using rig = await createRig({ repositories, env: { COMMANDER_CONTAINERS_MAX_CONCURRENT: '1' } });
  const first = rig.spawn();
  const tasks = await Promise.all([1, 2, 3].map(() => rig.task({ repo: 'acme/web', steps: heldWork })));
  const begun = await Promise.race(tasks.map((task) => atWork(rig, task)));
  expect((await rig.store.list({ statuses: ['queued'] })).length).toBe(2);

  await setSlots(rig, 2);
  await expect.poll(() => rig.store.list({ statuses: ['running'] }), { timeout: 60_000 }).toHaveLength(2);
  await setSlots(rig, 1);
  await expect.poll(() => slots(rig), { timeout: 30_000 }).toEqual([1]);
  expect(await rig.store.list({ statuses: ['running'] })).toHaveLength(2);

  // One ends; the other takes the only slot there is.
  await release(rig, begun);
  expect(await rig.ended(begun.id)).toMatchObject({ status: 'completed', runs: 1 });
  expect(await rig.store.list({ statuses: ['queued'] })).toHaveLength(1);

  await setSlots(rig, 3);
  const left = tasks.filter(({ id }) => id !== begun.id);
  const working = await Promise.all(left.map((task) => atWork(rig, task)));
  first.kill('SIGTERM');
  await once(first, 'exit');
  rig.spawn();
  await expect.poll(() => slots(rig), { timeout: 60_000 }).toEqual([3]);
  for (const { id, containerId, sessionId } of working) {
    await release(rig, await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running'));
    const ended = await rig.ended(id);
    expect(ended).toMatchObject({ status: 'completed', runs: 2, crashes: 0, containerId, sessionId });
  }
});
