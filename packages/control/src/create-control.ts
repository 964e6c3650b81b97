import type { Queues, TaskStore } from '@opencode-commander/queue';
import type { BudgetLimits } from './budget-view.ts';
import { type GitHubSource, issueOpener, issueReader, repositoryReader } from './github-source.ts';
import { blockedNames } from './issue-for-text.ts';
import type { OperationControl } from './operation.ts';

/** As much of the configuration as operations go by; each value is read when it is used. */
type ControlConfig = {
  github: { host: string };
  redis: { allowVolatile: boolean };
  repos: readonly { name: string; blocked: boolean }[];
  models: { allowed: readonly string[] | null };
  budget: BudgetLimits;
};

export type ControlSources = Pick<OperationControl, 'configuration' | 'instances' | 'now'> & {
  store: TaskStore;
  queues: Queues;
  config: ControlConfig;
  github: GitHubSource;
};

/** What all operations need, but who asks, from what a process has. */
export function createControl({ config, github, ...sources }: ControlSources): Omit<OperationControl, 'by'> {
  return {
    ...sources,
    host: config.github.host,
    readIssue: issueReader(github),
    readRepository: repositoryReader(github),
    openIssue: issueOpener(github),
    viewer: () => github.viewer(),
    allowVolatile: config.redis.allowVolatile,
    blockedRepositories: () => blockedNames(config.repos),
    allowedModels: () => config.models.allowed,
    budget: () => config.budget,
  };
}
