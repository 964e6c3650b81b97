import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  type Queues,
  type TaskStore,
} from '@opencode-commander/queue';
import { createHealth, createLogger, ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  type ModelSimulator,
  type SeedRepository,
  type Step,
  startGitHubSimulator,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { type GitHubWrite, isTerminal, newTask, type Task, type TaskEvent } from '@opencode-commander/task';
import { inject } from 'vitest';
import { type DispatcherService, startDispatcher } from '../src/index.ts';

/** A dispatcher on real Redis, Podman, git and opencode; GitHub's servers and the model's brain are simulated. */
export type Rig = AsyncDisposable & {
  github: GitHubSimulator;
  model: ModelSimulator;
  store: TaskStore;
  queues: Queues;
  config: Config;
  /** Starts another dispatcher (the first is the caller's to start as well). */
  start(): Promise<DispatcherService>;
  /** Files an issue in a repository, gives the model its steps, and enqueues its task. */
  task(wanted: WantedTask): Promise<Task>;
  /** Resolves when a run of the task has failed and is to be tried again. */
  retried(id: string): Promise<void>;
  /** The task's record once it has ended. */
  ended(id: string): Promise<Task>;
  /** The writes to GitHub that wait in the outbox. */
  outbox(): Promise<GitHubWrite[]>;
};

type WantedTask = {
  repo: string;
  title?: string;
  body?: string;
  /** The repository the task believes it is for. */
  repoId?: number;
  steps: readonly Step[];
};

const TOKEN = 'ghp_rigrigrigrigrigrigrigrigrigrigrigrig';
export const MODEL_KEY = 'sk-rig-model-key-0123456789';

export async function createRig({
  repositories,
  env = {},
  healthyWithinMs,
}: {
  repositories: readonly SeedRepository[];
  env?: Record<string, string>;
  healthyWithinMs?: number;
}): Promise<Rig> {
  const stack = new ReleaseStack();
  try {
    return await build({ repositories, env, healthyWithinMs }, stack);
  } catch (error) {
    await stack.release();
    throw error;
  }
}

type Wanted = {
  repositories: readonly SeedRepository[];
  env: Record<string, string>;
  healthyWithinMs: number | undefined;
};

async function build({ repositories, env, healthyWithinMs }: Wanted, stack: ReleaseStack): Promise<Rig> {
  const directory = await mkdtemp(join(tmpdir(), 'd'));
  stack.defer('directory', () => rm(directory, { recursive: true, force: true }));
  await mkdir(join(directory, 'github'));
  const github = stack.use('github', await startGitHubSimulator({ directory: join(directory, 'github') }));
  const model = await startModelSimulator({ apiKey: MODEL_KEY, models: ['scripted'] });
  stack.defer('model', () => model.stop());
  github.addUser({ login: 'maria' });
  github.addUser({ login: 'bot', token: TOKEN });
  for (const repository of repositories) {
    const { fullName } = await github.addRepository(repository);
    github.addCollaborator({ repo: fullName, login: 'bot' });
  }
  const redisUrl = `unix://${inject('redisSocket')}`;
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${directory.slice(-6)}`;
  const config = await loadConfig({
    cwd: directory,
    home: directory,
    uid: process.getuid?.() ?? -1,
    hostname: 'rig',
    env: {
      COMMANDER_DATA_DIR: join(directory, 'data'),
      COMMANDER_RUN_DIR: join(directory, 'r'),
      COMMANDER_REDIS_URL: redisUrl,
      COMMANDER_REDIS_PREFIX: prefix,
      COMMANDER_LOG_LEVEL: 'silent',
      COMMANDER_GITHUB_HOST: new URL(github.url).host,
      COMMANDER_GITHUB_API_URL: github.apiUrl,
      COMMANDER_GITHUB_GIT_URL: github.gitUrl,
      COMMANDER_GITHUB_TOKEN: TOKEN,
      COMMANDER_GITHUB_THROTTLE: 'false',
      COMMANDER_CONTAINERS_MAX_CONCURRENT: '2',
      COMMANDER_MODELS_DEFAULT: 'simulated/scripted',
      COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
      COMMANDER_LLM_SIMULATED_API_KEY: MODEL_KEY,
      COMMANDER_LLM_SIMULATED_MODELS: 'scripted',
      ...env,
    },
  });
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  const queues = createQueues({ redis, prefix, taskBackoffMs: 10 });
  const store = createTaskStore({ redis, prefix });
  stack.defer('redis', async () => {
    for (const queue of [queues.tasks, queues.outbox, queues.polls]) await queue.obliterate({ force: true });
    await queues.close();
    const left = await redis.keys(`*${prefix}*`);
    if (left.length > 0) await redis.del(left);
    redis.disconnect();
  });
  const log = createLogger({
    name: 'rig',
    level: process.env['RIG_LOG'] ?? 'silent',
    pretty: true,
    secrets: [],
  });
  const client = connectGitHub({ ...config.github, markerKey: config.markerKey, retryBaseMs: 1 });
  const start = async () => {
    const dispatcher = await startDispatcher({
      config,
      log,
      redisUrl,
      store,
      queues,
      github: client,
      health: createHealth(),
      ...(healthyWithinMs && { healthyWithinMs }),
      environment: process.env,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    stack.defer('dispatcher', () => dispatcher.stop());
    return dispatcher;
  };
  return {
    github,
    model,
    store,
    queues,
    config,
    start,
    async task({ repo, title = 'A task', body = 'Please.', repoId, steps }) {
      const { number } = github.fileIssue({ repo, title, body, author: 'maria' });
      model.addScript({ name: `${repo}#${number}`, match: forIssue(`${repo}#${number}`), steps });
      const { id } = await client.getRepository(repo);
      const issue = { ...(await client.getIssue(repo, number)), repoId: repoId ?? id, repo };
      const task = newTask({ issue, host: config.github.host, now: new Date() });
      await store.create(task);
      await enqueueTask(queues, task);
      return task;
    },
    async retried(id) {
      await event(store, id, ({ message }) => message.startsWith('to be tried again'));
    },
    async ended(id) {
      await event(store, id, ({ status }) => isTerminal(status));
      const task = await store.get(id);
      if (task === null) throw new Error(`no record of ${id}`);
      return task;
    },
    async outbox() {
      const jobs = await queues.outbox.getJobs(['wait', 'prioritized', 'delayed'], 0, -1, true);
      return jobs.map(({ data }) => data);
    },
    [Symbol.asyncDispose]: () => stack.release(),
  };
}

/** Resolves with the first status event of the task, past or future, that `wanted` accepts. */
async function event(
  store: TaskStore,
  id: string,
  wanted: (event: TaskEvent & { type: 'status' }) => boolean,
): Promise<void> {
  const end = new AbortController();
  for await (const { event } of store.followEvents(id, { signal: end.signal })) {
    if (event.type === 'status' && wanted(event)) return;
  }
}
