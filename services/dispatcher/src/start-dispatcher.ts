import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireCredentials } from '@opencode-commander/backbone';
import type { HostEnvironment } from '@opencode-commander/broker';
import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import { enqueueAgain, type Queues, startTaskWorker, type TaskStore } from '@opencode-commander/queue';
import { ensureAgentImage, type OpenedPodman, openPodman, type Podman } from '@opencode-commander/sandbox';
import type { Health, Logger, Service } from '@opencode-commander/service';
import { isTerminal, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';
import { OwnRuns } from './own-runs.ts';
import { runTask } from './run-task.ts';
import { keepHouse } from './watch/keep-house.ts';
import { watchOwnRuns } from './watch/watch-own-runs.ts';
import { watchUrgent } from './watch/watch-urgent.ts';

export type DispatcherOptions = {
  config: Config;
  log: Logger;
  /** Where the worker makes a connection of its own. */
  redisUrl: string;
  store: TaskStore;
  queues: Queues;
  github: GitHub;
  health: Health;
  /** The host's PATH, proxies and certificate authorities, and XDG_RUNTIME_DIR. */
  environment: HostEnvironment;
  signal: AbortSignal;
  /** How long opencode may take to answer in a new sandbox, in ms; a minute unless given. */
  healthyWithinMs?: number;
  /** Milliseconds between two rounds of tidying up the host; a minute unless given. */
  tidyEveryMs?: number;
  /** Hears what the set-up does while it takes long: building the image. */
  onProgress: (line: string) => void;
  /** Hears the process id of every program that is started and outlives us if we are killed, as soon as it is. */
  onChild?: ((pid: number) => void) | undefined;
  /** Claims nothing more as soon as this task has ended here. */
  lastTask?: TaskId;
};

export type DispatcherService = Service & {
  podman: Podman;
  /** Claims nothing more; what runs goes on. */
  pause(): Promise<void>;
};

/** Gives the runs this long to let go of their tasks. */
const GRACE_MS = 10_000;
const HEALTHY_WITHIN_MS = 60_000;
const IMAGE_DIRECTORY = fileURLToPath(new URL('../../../images/agent', import.meta.url));

/**
 * Takes tasks off the queue and runs them in sandboxes of this host until it is stopped.
 * Throws PodmanError, RedisError, and GitHubError without credentials.
 */
export async function startDispatcher(options: DispatcherOptions): Promise<DispatcherService> {
  const { config } = options;
  requireCredentials(config);
  await mkdir(config.runDir, { recursive: true, mode: 0o700 });
  const opened = await openHostPodman(options);
  try {
    const context = await createContext(options, opened.podman);
    const watches = await startWatches(context, options);
    const stop = async () => {
      await watches.stop();
      await opened.stop();
    };
    return await startWorker(options, context, { ...opened, stop });
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

/** What looks after the runs and the host as long as the dispatcher lives. */
async function startWatches(
  context: DispatcherContext,
  { tidyEveryMs }: DispatcherOptions,
): Promise<{ stop(): Promise<void> }> {
  const house = await keepHouse(context, tidyEveryMs === undefined ? {} : { everyMs: tidyEveryMs });
  const runs = await watchOwnRuns(context);
  const urgent = watchUrgent(context);
  return {
    stop: async () => {
      await Promise.all([house.stop(), runs.stop(), urgent.stop()]);
    },
  };
}

/** Tells this installation's containers from those of others on the same host. */
export function instanceOf({ dataDir, redis }: Pick<Config, 'dataDir' | 'redis'>): string {
  return createHash('sha256').update(`${dataDir}\n${redis.prefix}`).digest('hex').slice(0, 8);
}

function openHostPodman({ config, environment, onChild, signal }: DispatcherOptions): Promise<OpenedPodman> {
  const { socket, runtime } = config.containers;
  return openPodman({
    socket,
    runtime,
    runDir: config.runDir,
    runtimeDir: environment['XDG_RUNTIME_DIR'] ?? null,
    environment,
    temporaryDir: buildDirectoryOf(config),
    onChild,
    signal,
  });
}

/** On disk, for images are large. */
function buildDirectoryOf({ dataDir }: Config): string {
  return join(dataDir, 'build');
}

async function createContext(options: DispatcherOptions, podman: Podman): Promise<DispatcherContext> {
  const { config, onProgress, onChild, signal } = options;
  const building = { temporaryDir: buildDirectoryOf(config), onProgress, onChild, signal };
  const ensure = () => ensureAgentImage({ podman, imageDir: IMAGE_DIRECTORY, ...building });
  return {
    ...options,
    podman,
    place: { redis: options.queues.redis, prefix: config.redis.prefix },
    runs: new OwnRuns(),
    image: config.containers.image ?? (await ensure()).tag,
    instance: instanceOf(config),
    healthyWithinMs: options.healthyWithinMs ?? HEALTHY_WITHIN_MS,
    now: () => new Date(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}

async function startWorker(
  { config, log, redisUrl, health, store, queues, lastTask }: DispatcherOptions,
  context: DispatcherContext,
  { podman, stop }: OpenedPodman,
): Promise<DispatcherService> {
  const worker = await startTaskWorker({
    redisUrl,
    prefix: config.redis.prefix,
    concurrency: config.containers.maxConcurrent,
    onError: (err) => log.warn({ err }, err.message),
    onEnded: (id) => enqueueAgain(queues, store, id),
    run: async (job) => {
      try {
        await runTask(context, job);
      } finally {
        // Before its job ends: with that the worker takes the next one.
        if (job.taskId === lastTask && (await hasEnded(store, lastTask))) await worker.pause();
      }
    },
  });
  health.check('podman', () => podman.version());
  health.check('worker', () => worker.checkRunning());
  const stopAll = async () => {
    try {
      await worker.stop(GRACE_MS);
    } finally {
      await stop();
    }
  };
  return { stop: stopAll, podman, pause: () => worker.pause() };
}

async function hasEnded(store: TaskStore, id: TaskId): Promise<boolean> {
  const task = await store.get(id);
  return task !== null && isTerminal(task.status);
}
