import { openAgentHost } from '../agent-host.ts';
import type { Benchmark } from '../benchmark.ts';
import { firstRequestByHand } from '../first-request/by-hand.ts';
import { firstRequestOfTask } from '../first-request/of-task.ts';
import { openCommander } from '../first-request/open-commander.ts';
import { openParts } from '../first-request/parts.ts';
import { makeHand } from '../opencode-by-hand.ts';
import { makeWorld } from '../world.ts';

/** How long a person waits until the agent thinks, and where that time goes. */
export const firstRequest: Benchmark = {
  name: 'first-request',
  about: 'from the claim of a task to the first request to the model, against `opencode run` on the host',
  rehearsed: true,
  async open(ground) {
    const host = await openAgentHost(ground, 'bench-parts');
    const world = await makeWorld(ground, { COMMANDER_CONTAINERS_SOCKET: host.podman.socket });
    const hand = await makeHand(ground, world, 'home');
    const commander = await openCommander(ground, world);
    const measureParts = await openParts(ground, world, host);
    return async () => {
      const floor = await firstRequestByHand(ground, world, hand);
      const ours = await firstRequestOfTask(commander, world, ground.signal);
      const whole = { measure: 'claim to first request', unit: 'ms', ours, floor } as const;
      return [whole, ...(await measureParts())];
    };
  },
};
