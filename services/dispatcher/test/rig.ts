import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, type Configuration, openConfiguration } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  type Queues,
  type TaskStore,
  taskQueues,
} from '@opencode-commander/queue';
import {
  listSandboxes,
  openPodman,
  type Podman,
  removeSandboxes,
  type SandboxSummary,
} from '@opencode-commander/sandbox';
import { createHealth, createLogger, type Health, ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  type ModelSimulator,
  type Script,
  type SeedRepository,
  type Step,
  say,
  startGitHubSimulator,
  startModelSimulator,
  structured,
} from '@opencode-commander/simulators';
import {
  type FollowUp,
  type GitHubWrite,
  isTerminal,
  newFollowUp,
  newTask,
  type Priority,
  type Reply,
  type Task,
  type TaskEvent,
} from '@opencode-commander/task';
import { inject } from 'vitest';
import { z } from 'zod';
import { type DispatcherOptions, type DispatcherService, instanceOf, startDispatcher } from '../src/index.ts';

/** A dispatcher on real Redis, Podman, git and opencode; GitHub's servers and the model's brain are simulated. */
export type Rig = AsyncDisposable & {
  github: GitHubSimulator;
  model: ModelSimulator;
  store: TaskStore;
  queues: Queues;
  config: Config;
  /** As another process has it. */
  configuration: Configuration;
  /** Of whichever dispatcher was started last. */
  health: Health;
  /** Starts another dispatcher (the first is the caller's to start as well). */
  start(through?: (store: TaskStore) => TaskStore): Promise<DispatcherService>;
  /** Starts a dispatcher, or another program that is one, in a process of its own; it is ended at the end, if it lives still. */
  spawn(program?: string): ChildProcess;
  /** The model's steps from the next prompt on. */
  script(task: Pick<Task, 'source' | 'pull'>, steps: readonly Step[]): void;
  /** Enqueues the follow-up on a completed task's pull request, and gives the model its steps. */
  followUp(parent: Task, followUp: FollowUp): Promise<Task>;
  /** A person answers the task's question, as control does it. */
  answer(id: string, reply: Reply): Promise<void>;
  /** A person cancels the task. */
  cancel(id: string): Promise<void>;
  /** The task's record as soon as it is so. */
  when(id: string, check: (task: Task) => boolean): Promise<Task>;
  /** The files of a branch on GitHub. */
  files(repo: string, branch: string): Promise<string[]>;
  /** The containers of this installation as Podman knows them. */
  containers(podman: Podman): Promise<SandboxSummary[]>;
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
  priority?: Priority;
  model?: string;
  steps: readonly Step[];
};

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const TOKEN = 'ghp_rigrigrigrigrigrigrigrigrigrigrigrig';
export const MODEL_KEY = 'sk-rig-model-key-0123456789';

export async function createRig({
  repositories,
  env = {},
  toml = '',
  healthyWithinMs,
  readMemory,
}: {
  repositories: readonly SeedRepository[];
  env?: Record<string, string>;
  /** The commander.toml, for what no variable can say. */
  toml?: string;
  healthyWithinMs?: number;
  readMemory?: DispatcherOptions['readMemory'];
}): Promise<Rig> {
  const stack = new ReleaseStack();
  try {
    return await build({ repositories, env, toml, healthyWithinMs, readMemory }, stack);
  } catch (error) {
    await stack.release();
    throw error;
  }
}

type Wanted = {
  repositories: readonly SeedRepository[];
  env: Record<string, string>;
  toml: string;
  healthyWithinMs: number | undefined;
  readMemory: DispatcherOptions['readMemory'] | undefined;
};

async function build(
  { repositories, env, toml, healthyWithinMs, readMemory }: Wanted,
  stack: ReleaseStack,
): Promise<Rig> {
  const directory = await mkdtemp(join(tmpdir(), 'd'));
  stack.defer('directory', () => rm(directory, { recursive: true, force: true }));
  await mkdir(join(directory, 'github'));
  await writeFile(join(directory, 'commander.toml'), toml);
  const github = stack.use('github', await startGitHubSimulator({ directory: join(directory, 'github') }));
  const model = await startModelSimulator({ apiKey: MODEL_KEY, models: ['scripted', 'other'] });
  stack.defer('model', () => model.stop());
  github.addUser({ login: 'maria' });
  github.addUser({ login: 'bot', token: TOKEN });
  for (const repository of repositories) {
    const { fullName } = await github.addRepository(repository);
    github.addCollaborator({ repo: fullName, login: 'bot' });
  }
  const redisUrl = `unix://${inject('redisSocket')}`;
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${directory.slice(-6)}`;
  const settings = {
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'r'),
    COMMANDER_REDIS_URL: redisUrl,
    COMMANDER_REDIS_PREFIX: prefix,
    COMMANDER_LOG_LEVEL: process.env['RIG_LOG'] ?? 'silent',
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
  };
  const configuration = await openConfiguration({
    cwd: directory,
    home: directory,
    uid: process.getuid?.() ?? -1,
    hostname: 'rig',
    env: settings,
  });
  const { config } = configuration;
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  const queues = createQueues({ redis, prefix, taskBackoffMs: 10 });
  const store = createTaskStore({ redis, prefix });
  stack.defer('redis', async () => {
    const places = await taskQueues(queues);
    for (const queue of [...places, queues.outbox, queues.polls]) await queue.obliterate({ force: true });
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
  const health = createHealth();
  const start = async (through = (same: TaskStore) => same) => {
    const dispatcher = await startDispatcher({
      config,
      log,
      redisUrl,
      store: through(store),
      queues,
      github: client,
      health,
      ...(healthyWithinMs && { healthyWithinMs }),
      ...(readMemory && { readMemory }),
      admissionEveryMs: 200,
      patient: true,
      buildAgainMs: 1_000,
      environment: process.env,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      tidyEveryMs: 500,
    });
    let isUp = true;
    const stop = async () => {
      isUp = false;
      await dispatcher.stop();
    };
    stack.defer('dispatcher', async () => {
      // Those that wait for people outlive it.
      if (isUp) await removeSandboxes(dispatcher.podman, { instance: instanceOf(config) });
      await stop();
    });
    return { ...dispatcher, stop };
  };
  let isFirst = true;
  const spawnOne = (program = MAIN) => {
    if (isFirst) stack.defer('what the spawned ones left', () => removeLeft(config));
    isFirst = false;
    const args = ['--import', 'tsx', program, '--config', join(directory, 'commander.toml')];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', process.env['RIG_LOG'] ? 'inherit' : 'ignore'],
      env: { ...settings, PATH: process.env['PATH'], HOME: directory, COMMANDER_HEALTH_DISPATCHER_PORT: '0' },
    });
    stack.defer('a spawned dispatcher', async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await once(child, 'exit');
    });
    return child;
  };
  return {
    spawn: spawnOne,
    github,
    model,
    store,
    queues,
    config,
    configuration,
    health,
    start,
    async task({ repo, title = 'A task', body = 'Please.', repoId, steps, priority, model: chosen }) {
      const { number } = github.fileIssue({ repo, title, body, author: 'maria' });
      model.addScript({ name: `${repo}#${number}`, match: forIssue(`${repo}#${number}`), steps });
      const { id } = await client.getRepository(repo);
      const issue = { ...(await client.getIssue(repo, number)), repoId: repoId ?? id, repo };
      const wanted = { issue, host: config.github.host, now: new Date() };
      const task = { ...newTask({ ...wanted, ...(priority && { priority }) }), model: chosen ?? null };
      await store.create(task);
      await enqueueTask(queues, task);
      return task;
    },
    script({ source: { repo, number }, pull }, steps) {
      const matches = [number, ...(pull ? [pull.number] : [])].map((each) => forIssue(`${repo}#${each}`));
      const match: Script['match'] = (conversation) => matches.some((matching) => matching(conversation));
      model.addScript({ name: `${repo}#${number} from now on`, match, steps: sinceLastPrompt(steps) });
    },
    async followUp(parent, followUp) {
      const { pull, prUrl } = parent;
      if (pull === null || prUrl === null) throw new Error(`${parent.id} has no pull request`);
      const asked = { parent, root: parent, followUp, round: parent.round + 1, ask: false };
      const task = newFollowUp({ ...asked, pull: { ...pull, url: prUrl }, now: new Date(), humanMs: 60_000 });
      await store.create(task);
      await enqueueTask(queues, task);
      return task;
    },
    async answer(id, reply) {
      const task = await store.get(id);
      if (!task?.question) throw new Error(`${id} asks nothing`);
      const at = new Date().toISOString();
      const answer = { to: task.question.number, by: 'maria', at, reply };
      const usd = reply.kind === 'continue' ? reply.usd : null;
      const grants = usd === null ? task.grants : [...task.grants, { by: 'comment:1', usd }];
      const patch = { answer, grants };
      await store.change({ id, epoch: task.epoch, at, status: 'queued', message: 'answered', patch });
      await enqueueTask(queues, task);
    },
    async cancel(id) {
      const task = await store.get(id);
      if (!task) throw new Error(`no record of ${id}`);
      const at = new Date().toISOString();
      await store.change({ id, epoch: task.epoch, at, status: 'cancelled', message: 'nobody wants it' });
    },
    when: (id, check) => when(store, id, check),
    async files(repo, branch) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const ref = encodeURIComponent(branch);
      const response = await fetch(`${github.apiUrl}/repos/${repo}/contents/?ref=${ref}`, { headers });
      return z
        .array(z.object({ name: z.string() }))
        .parse(await response.json())
        .map(({ name }) => name);
    },
    containers: (podman) => listSandboxes(podman, { instance: instanceOf(config) }),
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

/** Dispatchers leave the containers of tasks that have not ended. */
async function removeLeft(config: Config): Promise<void> {
  const { podman, stop } = await openPodman({
    ...{ socket: null, runDir: config.runDir, runtime: null, environment: process.env },
  });
  await removeSandboxes(podman, { instance: instanceOf(config) });
  await stop();
}

/** Steps of a session that has had other prompts before. */
function sinceLastPrompt(steps: readonly Step[]): Script['steps'] {
  const turns = steps.filter(({ kind }) => kind !== 'structured');
  const answer = steps.find(({ kind }) => kind === 'structured') ?? structured({});
  return ({ messages, tools }) => {
    if (tools.some(({ name }) => name === 'StructuredOutput')) return answer;
    const recent = messages.slice(messages.findLastIndex(({ role }) => role === 'user'));
    return turns[recent.filter(({ role }) => role === 'assistant').length] ?? say('Done.');
  };
}

/** The record as soon as `check` accepts it; told of changes, and looking now and then. */
async function when(store: TaskStore, id: string, check: (task: Task) => boolean): Promise<Task> {
  let resolve: (task: Task) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Task>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  const look = async () => {
    const task = await store.get(id);
    if (task === null) return;
    if (check(task)) resolve(task);
    else if (isTerminal(task.status)) reject(new Error(`${id} has ended: ${task.failure?.message}`));
  };
  const unsubscribe = await store.onChange((changed) => {
    if (changed === id) look().catch(reject);
  });
  try {
    await look();
    return await promise;
  } finally {
    await unsubscribe();
  }
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
