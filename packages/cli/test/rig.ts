import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dispatch, issueOpener, issueReader, repositoryReader } from '@opencode-commander/control';
import { connectGitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  type Queues,
  type TaskStore,
} from '@opencode-commander/queue';
import { ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  type ModelSimulator,
  type Step,
  startGitHubSimulator,
  startModelSimulator,
} from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { inject } from 'vitest';
import { call } from './call.ts';
import { removeContainers } from './podman.ts';

export const REPO = 'acme/web';
const TOKEN = 'ghp_clitestclitestclitestclitestclitest1';
const MODEL_KEY = 'sk-cli-test-key-0123456789';
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
/** The program, for Node. */
export const PROGRAM = ['--import', TSX, MAIN] as const;

/** How a command ended. */
export type Ended = { code: number | null; stdout: string[]; stderr: string[] };

/** A command under way. */
export type Running = {
  child: ChildProcess;
  /** Resolves with the first line of either stream, past or future, that contains `text`. */
  line(text: string): Promise<string>;
  ended: Promise<Ended>;
};

/** The program as a real child process, on a simulated GitHub and a simulated model; all else is real. */
export type Rig = AsyncDisposable & {
  directory: string;
  github: GitHubSimulator;
  model: ModelSimulator;
  store: TaskStore;
  queues: Queues;
  /** What the program finds in its environment. */
  env: Record<string, string>;
  start(
    args: readonly string[],
    env?: Record<string, string | undefined>,
    options?: { stdin: 'pipe' | 'ignore' },
  ): Running;
  commander(args: readonly string[], env?: Record<string, string | undefined>): Promise<Ended>;
  /** The same in this process, which is many times faster: for what neither leaves anything running nor is interrupted. */
  call(args: readonly string[], env?: Record<string, string | undefined>): Promise<Ended>;
  /** Files an issue, with what the model does about it; gives its reference. */
  issue(steps?: readonly Step[], labels?: readonly string[]): string;
  /** Puts the issue into the queue, for one try only. */
  enqueue(issue: string): Promise<void>;
  /** The task of an issue; undefined where it has none. */
  task(issue: string): Promise<Task | undefined>;
  labels(issue: string): string[];
  comments(issue: string): string[];
};

export async function createRig(): Promise<Rig> {
  const stack = new ReleaseStack({ timeoutMs: 30_000 });
  try {
    return await build(stack);
  } catch (error) {
    await stack.release();
    throw error;
  }
}

async function build(stack: ReleaseStack): Promise<Rig> {
  const directory = await mkdtemp(join(tmpdir(), 'c'));
  stack.defer('directory', () => rm(directory, { recursive: true, force: true }));
  const { github, model } = await startSimulators(directory, stack);
  const redisUrl = `unix://${inject('redisSocket')}`;
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${directory.slice(-6)}`;
  stack.defer('containers', () =>
    removeContainers({
      dataDir: join(directory, 'data'),
      redis: { url: null, prefix, waitMs: 0, allowVolatile: false },
    }),
  );
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  const queues = createQueues({ redis, prefix });
  stack.defer('redis', async () => {
    await queues.close();
    const left = await redis.keys(`*${prefix}*`);
    if (left.length > 0) await redis.del(left);
    redis.disconnect();
  });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? directory,
    XDG_CONFIG_HOME: directory,
    COMMANDER_DATA_DIR: join(directory, 'data'),
    COMMANDER_RUN_DIR: join(directory, 'r'),
    COMMANDER_REDIS_URL: redisUrl,
    COMMANDER_REDIS_PREFIX: prefix,
    COMMANDER_GITHUB_HOST: new URL(github.url).host,
    COMMANDER_GITHUB_API_URL: github.apiUrl,
    COMMANDER_GITHUB_GIT_URL: github.gitUrl,
    COMMANDER_GITHUB_TOKEN: TOKEN,
    COMMANDER_GITHUB_THROTTLE: 'false',
    COMMANDER_MCP_PORT: '0',
    COMMANDER_MODELS_DEFAULT: 'simulated/scripted',
    COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
    COMMANDER_LLM_SIMULATED_API_KEY: MODEL_KEY,
    COMMANDER_LLM_SIMULATED_MODELS: 'scripted',
  };
  const store = createTaskStore({ redis, prefix });
  const { apiUrl, gitUrl } = github;
  const access = { apiUrl, gitUrl, throttle: false, markerKey: 'a key that signs nothing' };
  const start: Rig['start'] = (args, changes = {}, { stdin } = { stdin: 'ignore' }) =>
    launch(args, { cwd: directory, env: { ...env, ...changes }, stdin });
  return {
    directory,
    github,
    model,
    store,
    queues,
    env,
    start,
    commander: (args, changes) => start(args, changes).ended,
    call: (args, changes) => call(args, { env: { ...env, ...changes }, directory }),
    issue(steps = [], labels = []) {
      const { number } = github.fileIssue({ repo: REPO, title: 'Say hello', body: 'Please.', labels });
      const issue = `${REPO}#${number}`;
      model.addScript({ name: issue, match: forIssue(issue), steps });
      return issue;
    },
    async enqueue(issue) {
      const client = connectGitHub({ ...access, auth: { kind: 'token', token: TOKEN } });
      const readers = {
        readIssue: issueReader(client),
        readRepository: repositoryReader(client),
        openIssue: issueOpener(client),
        blockedRepositories: () => [],
      };
      const host = env.COMMANDER_GITHUB_HOST;
      const control = { store, queues, ...readers, host, now: () => new Date() };
      const { task } = await dispatch(control, { github_issue_url: issue });
      const [job] = (await queues.tasks.getPrioritized()).filter(({ data }) => data.taskId === task.id);
      await job?.remove();
      await queues.tasks.add('run', { taskId: task.id }, { ...job?.opts, attempts: 1 });
    },
    task: async (issue) =>
      (await store.list()).find(({ source: { repo, number } }) => `${repo}#${number}` === issue),
    labels: (issue) => github.issue(REPO, numberOf(issue))?.labels ?? [],
    comments: (issue) => github.comments(REPO, numberOf(issue)).map(({ body }) => body),
    [Symbol.asyncDispose]: () => stack.release(),
  };
}

function numberOf(issue: string): number {
  return Number(issue.split('#')[1]);
}

async function startSimulators(directory: string, stack: ReleaseStack) {
  await mkdir(join(directory, 'github'));
  const github = stack.use('github', await startGitHubSimulator({ directory: join(directory, 'github') }));
  const model = await startModelSimulator({ apiKey: MODEL_KEY, models: ['scripted'] });
  stack.defer('model', () => model.stop());
  github.addUser({ login: 'bot', token: TOKEN });
  await github.addRepository({ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } });
  github.addCollaborator({ repo: REPO, login: 'bot' });
  return { github, model };
}

function launch(
  args: readonly string[],
  { cwd, env, stdin }: { cwd: string; env: Record<string, string | undefined>; stdin: 'pipe' | 'ignore' },
): Running {
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    cwd,
    env,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    if (stream === null) throw new Error(`the program has no ${name}`);
    createInterface({ input: stream }).on('line', (line) => {
      lines[name].push(line);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, ...lines }));
  return { child, ended, line: (text) => firstLine(text, { lines, waiting, ended }) };
}

function firstLine(
  text: string,
  { lines, waiting, ended }: { lines: Omit<Ended, 'code'>; waiting: Set<() => void>; ended: Promise<Ended> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = [...lines.stdout, ...lines.stderr].find((line) => line.includes(text));
      if (found === undefined) return;
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
    void ended.then(({ stderr }) => reject(new Error(`it ended without "${text}":\n${stderr.join('\n')}`)));
  });
}

/** The lines on standard error that tell of an error; there should be one at most. */
export function errorsOf({ stderr }: Ended): string[] {
  return stderr.filter((line) => line.startsWith('commander: '));
}
