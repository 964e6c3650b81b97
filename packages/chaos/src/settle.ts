import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listSandboxes, parseRunDirectoryName } from '@opencode-commander/sandbox';
import { leftOnDisks, runDirectories } from './check/find-leftovers.ts';
import type { Ground } from './ground.ts';
import type { Population } from './story/population.ts';
import { PREFIX, type World } from './world.ts';

const LOOK_EVERY_MS = 1_000;
const SAY_EVERY_MS = 30_000;

type Settling = { ground: Ground; world: World; population: Population; settleMs: number };

/**
 * Awaits that nothing is under way any more: no open issue, nothing in the outbox, no container, no claim to make room, and
 * nothing on disk that is to be removed. The check says what is wrong.
 */
export async function settle({ ground, world, population, settleMs }: Settling): Promise<void> {
  const { signal, say } = ground;
  const deadline = performance.now() + settleMs;
  let said = performance.now();
  for (;;) {
    await population.act();
    const waiting = await whatIsLeft(world, population);
    if (waiting.length === 0) return;
    if (performance.now() > deadline) {
      say(`it does not settle: ${waiting.join('; ')}`);
      return;
    }
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      say(`settling: ${waiting.join('; ')}`);
    }
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function whatIsLeft(world: World, population: Population): Promise<string[]> {
  const { queues, podman, instances, store } = world;
  const open = await population.open();
  const unended = await store.list({ statuses: ['queued', 'dispatched', 'running', 'waiting_human'] });
  const writes = await queues.outbox.getJobCountByTypes('active', 'waiting', 'delayed', 'prioritized');
  const containers = (await listSandboxes(podman)).filter(({ instance }) => instances.includes(instance));
  // Of the others some are the dispatchers' own as long as they live.
  const directories = (await runDirectories(world)).filter(
    (path) => parseRunDirectoryName(basename(path)) !== null,
  );
  const claims = await world.redis.client.keys(`{${PREFIX}}:preemption:*`);
  return [
    ...open.map(({ kind, names, number }) => `${names[0]}#${number} (${kind}) is open`),
    ...unended.map(({ id, status }) => `${id} is ${status}`),
    ...(writes > 0 ? [`${writes} writes wait`] : []),
    ...(containers.length > 0 ? [`${containers.length} containers`] : []),
    ...directories,
    ...claims,
    ...(await leftOnDisks(world)),
  ];
}
