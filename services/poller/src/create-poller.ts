import { requireCredentials } from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import { type Queues, repositoryList, type TaskStore } from '@opencode-commander/queue';
import type { Failpoints, Health, Logger } from '@opencode-commander/service';
import { memoryWithFailpoints } from './memory/memory-with-failpoints.ts';
import { createPollerMemory } from './memory/poller-memory.ts';
import type { Poller } from './poller.ts';
import { createProblems } from './problems.ts';

/** What a poller is started with. */
export type PollerOptions = {
  config: Pick<Config, 'github' | 'redis' | 'repos' | 'budget' | 'timeouts' | 'models' | 'publish'>;
  log: Logger;
  redis: Queues['redis'];
  /** Where the workers make connections of their own. */
  redisUrl: string;
  store: TaskStore;
  queues: Queues;
  github: GitHub;
  health: Health;
  failpoints?: Failpoints;
  now?: () => Date;
};

/** What a poller works with. Throws OperatorError without credentials. */
export function createPoller({
  config,
  log,
  redis,
  store,
  queues,
  github,
  failpoints,
  now = () => new Date(),
}: Omit<PollerOptions, 'health' | 'redisUrl'>): Poller {
  requireCredentials(config);
  const { prefix } = config.redis;
  const onCorrupt = (err: Error) => log.warn({ err }, err.message);
  const memory = createPollerMemory({ redis, prefix, onCorrupt });
  return {
    ...{ config, log, github, store, queues, now },
    repositories: repositoryList({ redis, prefix }, { onCorrupt }),
    memory: failpoints ? memoryWithFailpoints(memory, failpoints) : memory,
    problems: createProblems(log),
    doubts: new Map(),
  };
}
