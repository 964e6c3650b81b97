import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import type { Queues, RepositoryList, TaskStore } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import type { PollerMemory } from './memory/poller-memory.ts';
import type { Problems } from './problems.ts';

/** What a poller works with. */
export type Poller = {
  config: Pick<Config, 'github' | 'repos' | 'budget' | 'timeouts' | 'models' | 'publish'>;
  log: Logger;
  github: GitHub;
  store: TaskStore;
  queues: Queues;
  /** What people decided about repositories at runtime. */
  repositories: RepositoryList;
  memory: PollerMemory;
  problems: Problems;
  /** How often what a listing told could not be noted, by listing. */
  doubts: Map<number | 'all', number>;
  now: () => Date;
};
