import { setTimeout as delay } from 'node:timers/promises';
import { type Backbone, openBackbone } from '@opencode-commander/backbone';
import { startPoller } from '@opencode-commander/poller';
import { createHealth, createLogger } from '@opencode-commander/service';
import type { Ground } from '../ground.ts';
import { makeWorld, type World } from '../world.ts';

/** A poller on a simulated GitHub with repositories that have the topic, and on a Redis of its own. */
export type OpenPoller = Pick<Backbone, 'store' | 'queues' | 'github'> & {
  world: World;
  /** Has it look once and awaits the end of that. */
  tick(): Promise<void>;
  /** Resolves when nothing waits to be written to GitHub. */
  rest(): Promise<void>;
};

/** Looking takes time from what is looked at. */
const LOOK_EVERY_MS = 50;
const TOPIC = 'opencode-commander';

export async function openPoller(
  ground: Ground,
  { repositories, every }: { repositories: number; every: string },
): Promise<OpenPoller> {
  const { guardian, stack, signal, say } = ground;
  const world = await makeWorld(ground, { COMMANDER_GITHUB_POLL_INTERVAL: every });
  // A thousand repositories at once are more than GitHub's hour has requests for; that is not what is measured.
  world.github.setRateLimit({ core: 1_000_000 });
  for (let i = 0; i < repositories; i += 1) await addRepository(world, i);
  const warn = (error: Error) => say(error.message);
  const backbone = await openBackbone(world.config, { stack, signal, warn });
  if (backbone.redisPid !== null) guardian.add({ kind: 'process', pid: backbone.redisPid });
  const log = createLogger({ name: 'bench', level: 'error', pretty: true, secrets: [] });
  const poller = await startPoller({ ...backbone, config: world.config, log, health: createHealth() });
  stack.defer('the poller', () => poller.stop());
  const { polls, outbox } = backbone.queues;
  const ended = async (queue: typeof polls | typeof outbox) => {
    while ((await queue.getJobCountByTypes('active', 'waiting', 'prioritized')) > 0)
      await delay(LOOK_EVERY_MS, undefined, { signal });
  };
  const tick = async () => {
    await poller.pollNow();
    await ended(polls);
  };
  return { ...backbone, world, tick, rest: () => ended(outbox) };
}

async function addRepository({ github }: World, i: number): Promise<void> {
  const { fullName } = await github.addRepository({ owner: 'acme', name: `r${i}`, topics: [TOPIC] });
  github.addCollaborator({ repo: fullName, login: 'bot' });
}
