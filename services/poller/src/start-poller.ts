import type { Config } from '@opencode-commander/config';
import { type GitHub, GitHubError } from '@opencode-commander/github';
import { type Queues, startOutboxWorker, startPollWorker, type TaskStore } from '@opencode-commander/queue';
import type { Health, Logger, Service } from '@opencode-commander/service';
import type { Redis } from 'ioredis';
import { carryOut } from './carry-out.ts';
import type { Poller } from './poller.ts';
import { createPollerMemory } from './poller-memory.ts';
import { createProblems } from './problems.ts';
import { GITHUB, runTick } from './run-tick.ts';

export type PollerOptions = {
  config: Pick<Config, 'github' | 'redis' | 'repos'>;
  log: Logger;
  redis: Redis;
  /** Where the workers make connections of their own. */
  redisUrl: string;
  store: TaskStore;
  queues: Queues;
  github: GitHub;
  health: Health;
  now?: () => Date;
};

export type PollerService = Service & {
  /** Looks at GitHub as soon as no tick runs. */
  pollNow(): Promise<void>;
};

/** Looks at GitHub every `poll_interval` and carries out the outbox's writes, until it is stopped. Throws GitHubError without credentials. */
export async function startPoller(options: PollerOptions): Promise<PollerService> {
  const { config, redisUrl, health, log } = options;
  if (config.github.auth === null) throw new GitHubError(NO_CREDENTIALS, { kind: 'unauthorized' });
  const poller = createPoller(options);
  health.check(GITHUB, () => {
    const problem = poller.problems.current(GITHUB);
    if (problem !== undefined) throw problem;
  });
  const onError = (error: Error) => void log.warn({ err: error }, error.message);
  const settings = { redisUrl, prefix: config.redis.prefix, onError };
  const outbox = await startOutboxWorker({ ...settings, write: (write) => carryOut(poller, write) });
  const everyMs = config.github.pollIntervalMs;
  const polls = await startPollWorker({ ...settings, everyMs, tick: (signal) => runTick(poller, signal) });
  return {
    pollNow: () => polls.pollNow(),
    async stop() {
      await Promise.all([polls.stop(GRACE_MS), outbox.stop(GRACE_MS)]);
    },
  };
}

/** A write that is cut off comes again, and looks before it writes. */
const GRACE_MS = 5_000;
const NO_CREDENTIALS =
  'No GitHub credentials are configured: set github.token, or github.app_id and github.private_key';

function createPoller({
  config,
  log,
  redis,
  store,
  queues,
  github,
  now = () => new Date(),
}: PollerOptions): Poller {
  const memory = createPollerMemory({ redis, prefix: config.redis.prefix });
  return { config, log, github, store, queues, memory, problems: createProblems(log), now };
}
