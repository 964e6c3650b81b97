import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import type { Queues, TaskStore } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import type { PollerMemory } from './poller-memory.ts';
import type { Problems } from './problems.ts';

/** What a poller works with. */
export type Poller = {
  config: Pick<Config, 'github' | 'repos'>;
  log: Logger;
  github: GitHub;
  store: TaskStore;
  queues: Queues;
  memory: PollerMemory;
  problems: Problems;
  now: () => Date;
};
