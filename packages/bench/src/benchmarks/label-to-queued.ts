import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openHostInstances } from '@opencode-commander/backbone';
import { startGateway } from '@opencode-commander/mcp-gateway';
import { createHealth, createLogger, createMetrics } from '@opencode-commander/service';
import type { Benchmark } from '../benchmark.ts';
import type { Ground } from '../ground.ts';
import { type OpenPoller, openPoller } from '../tick/open-poller.ts';

const EVERY = '30s';

/** How long people wait until the label they have put on an issue has made it a task. */
export const labelToQueued: Benchmark = {
  name: 'label-to-queued',
  about: `from the label to the task, told by a webhook, against polling every ${EVERY} at its worst`,
  rehearsed: false,
  async open(ground) {
    const poller = await openPoller(ground, { repositories: 1, every: EVERY });
    const url = await openGateway(ground, poller);
    return async () => {
      await poller.tick();
      const floor = await labelled(ground, poller);
      const secret = randomBytes(20).toString('hex');
      const gateway = await url(secret);
      const hook = poller.world.github.webhooks({ url: `${gateway}/webhooks/github`, secret });
      const ours = await labelled(ground, poller);
      hook.remove();
      return [{ measure: 'label to queued', unit: 'ms', ours, floor }];
    };
  },
};

/** A gateway for each secret. */
async function openGateway({ stack }: Ground, { world, store, queues, github }: OpenPoller) {
  const log = createLogger({ name: 'bench', level: 'error', pretty: true, secrets: [] });
  return async (secret: string): Promise<string> => {
    const { Secret } = await import('@opencode-commander/config');
    const config = { ...world.config, github: { ...world.config.github, webhookSecret: new Secret(secret) } };
    const surroundings = {
      config,
      configuration: world.configuration,
      log,
      health: createHealth(),
      metrics: createMetrics({ service: 'bench' }),
    };
    const instances = openHostInstances(config, {});
    const gateway = await startGateway({ store, queues, github, instances, ...surroundings });
    stack.defer('the gateway', () => gateway.stop());
    return gateway.url;
  };
}

/** Files an issue, labels it, and gives the milliseconds until its task is stored. */
async function labelled({ signal }: Ground, { world, store }: OpenPoller): Promise<number> {
  const { number } = world.github.fileIssue({ repo: 'acme/r0', title: 'Do it', author: 'acme' });
  const found = new EventTarget();
  const unsubscribe = await store.onChange((id) => {
    if (id.startsWith(`${number}-`)) found.dispatchEvent(new Event('found'));
  });
  const stored = once(found, 'found', { signal });
  const begun = performance.now();
  world.github.changeLabels({ repo: 'acme/r0', number, add: ['agent'] });
  await stored;
  await unsubscribe();
  return performance.now() - begun;
}
