import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credentials, connectGitHub, type GitHub } from '@opencode-commander/github';
import {
  connectRedis,
  createQueues,
  createRateGate,
  createTaskStore,
  type Queues,
  repositoryList,
  type TaskStore,
} from '@opencode-commander/queue';
import { createHealth, createLogger } from '@opencode-commander/service';
import { type GitHubSimulator, startGitHubSimulator } from '@opencode-commander/simulators';
import { inject } from 'vitest';
import type { PollerOptions } from '../src/index.ts';
import { createPollerMemory } from '../src/memory/poller-memory.ts';
import { carryOut } from '../src/outbox/carry-out.ts';
import type { Poller } from '../src/poller.ts';
import { createProblems } from '../src/problems.ts';
import { runTick } from '../src/run-tick.ts';

export const REPO = 'alice/web';
const TOKEN = 'ghp_bottoken123';
const TOPIC = 'opencode-commander';

export type PollerWorld = AsyncDisposable & {
  simulator: GitHubSimulator;
  prefix: string;
  redis: Queues['redis'];
  store: TaskStore;
  queues: Queues;
  /** Log lines so far, as objects. */
  lines: { level: number; msg: string }[];
  connect(token?: string): GitHub;
  connectApp(app: { appId: number; privateKey: string }): GitHub;
  /** A poller that has not started to tick; with `github` it asks that one. */
  poller(options?: {
    github?: GitHub;
    rules?: Partial<Poller['config']['github']>;
    repos?: string[];
    config?: Partial<Omit<Poller['config'], 'github' | 'repos'>>;
    now?: () => Date;
  }): Poller;
  options(github?: GitHub): PollerOptions;
  tick(poller: Poller): Promise<void>;
  /** A tick, and the writes that it asks for. */
  look(poller: Poller): Promise<void>;
  /** Carries out what waits in the outbox; returns how many writes that were. */
  write(poller: Poller): Promise<number>;
  file(issue?: { title?: string; body?: string; labels?: string[]; author?: string; repo?: string }): number;
  /** Deletes the keys of this world that hold `part` in their name. */
  forget(part: string): Promise<void>;
  labels(number: number): string[];
  comments(number: number): string[];
};

let worlds = 0;

/** A simulated GitHub with `alice/web`, where `bot` (we) may write, and a real Redis, under a prefix of its own in that of all tests. */
export async function startPollerWorld({
  redisUrl = `unix://${inject('redisSocket')}`,
} = {}): Promise<PollerWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'gh-'));
  const simulator = await startGitHubSimulator({ directory });
  simulator.addUser({ login: 'bot', token: TOKEN });
  await addRepository(simulator, 'web');
  const redis = await connectRedis({ url: redisUrl, role: 'producer' });
  worlds += 1;
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-${worlds}`;
  const store = createTaskStore({ redis, prefix });
  const queues = createQueues({ redis, prefix });
  const lines: { level: number; msg: string }[] = [];
  const onCorrupt = (err: Error) => log.warn({ err }, err.message);
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLogger({ name: 'poller', level: 'debug', pretty: false, secrets: [], stream });
  const connectAs = (auth: Credentials) =>
    connectGitHub({
      apiUrl: simulator.apiUrl,
      gitUrl: simulator.gitUrl,
      auth,
      throttle: false,
      markerKey: 'a key',
      retryBaseMs: 1,
      gate: createRateGate({ redis, prefix, maxWaitMs: 0 }),
    });
  const connect = (token = TOKEN) => connectAs({ kind: 'token', token });
  const config = {
    github: {
      host: 'github.test',
      apiUrl: simulator.apiUrl,
      gitUrl: simulator.gitUrl,
      auth: null,
      webhookSecret: null,
      pollIntervalMs: 3_600_000,
      topic: TOPIC,
      triggerLabel: 'agent',
      trustedUsers: [],
      trustedBots: [],
      throttle: false,
    },
    repos: [],
    budget: { taskUsd: null, repoDayUsd: null, dayUsd: null, maxRounds: 5 },
    timeouts: {
      criticalMs: 1,
      highMs: 1,
      mediumMs: 1,
      lowMs: 1,
      stuckMs: 1,
      devShellMs: 1,
      humanMs: 72 * 3_600_000,
    },
    models: { allowed: null, default: null },
    publish: { protectedPaths: [], deleteMergedBranches: false },
    redis: { url: null, prefix, waitMs: 0, allowVolatile: false },
  };
  const github = connect();
  return {
    simulator,
    prefix,
    redis,
    store,
    queues,
    lines,
    connect,
    connectApp: (app) => connectAs({ kind: 'app', ...app }),
    poller: (options = {}) => ({
      config: {
        ...config,
        ...options.config,
        github: { ...config.github, ...options.rules },
        repos: (options.repos ?? []).map((name) => ({
          name,
          setup: null,
          image: null,
          nix: 'auto' as const,
          protectedPaths: [],
          maxConcurrent: null,
          blocked: false,
          served: true,
        })),
      },
      log,
      github: options.github ?? github,
      store,
      queues,
      repositories: repositoryList({ redis, prefix }, { onCorrupt }),
      memory: createPollerMemory({ redis, prefix, onCorrupt }),
      problems: createProblems(log),
      doubts: new Map(),
      now: options.now ?? (() => new Date()),
    }),
    options: (other = github) => ({
      config,
      log,
      redis,
      redisUrl,
      store,
      queues,
      github: other,
      health: createHealth(),
    }),
    tick: (poller) => runTick(poller, new AbortController().signal),
    async look(poller) {
      await runTick(poller, new AbortController().signal);
      await writeAll(poller);
    },
    write: (poller) => writeAll(poller),
    file: ({ repo = REPO, ...issue } = {}) =>
      simulator.fileIssue({
        repo,
        title: 'Do it',
        body: 'Please.',
        labels: ['agent'],
        author: 'alice',
        ...issue,
      }).number,
    // Other files share the Redis, and their tasks have the same ids.
    forget: (part) => deleteKeys(redis, `*${prefix}}*${part}*`),
    labels: (number) => simulator.issue(REPO, number)?.labels ?? [],
    comments: (number) => simulator.comments(REPO, number).map(({ body }) => body),
    async [Symbol.asyncDispose]() {
      await queues.close();
      await deleteKeys(redis, `*${prefix}}*`);
      redis.disconnect();
      await simulator.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function addRepository(simulator: GitHubSimulator, name: string): Promise<void> {
  await simulator.addRepository({
    owner: 'alice',
    name,
    topics: [TOPIC],
    files: { 'README.md': '# hello\n' },
  });
  simulator.addCollaborator({ repo: `alice/${name}`, login: 'bot', role: 'write' });
}

async function writeAll(poller: Poller): Promise<number> {
  const jobs = (await poller.queues.outbox.getJobs(['waiting', 'prioritized', 'delayed'])).reverse();
  for (const job of jobs) {
    await carryOut(poller, job.data, () => undefined);
    await job.remove();
  }
  return jobs.length;
}

async function deleteKeys(redis: Queues['redis'], pattern: string): Promise<void> {
  const keys = await redis.keys(pattern);
  if (keys.length > 0) await redis.del(keys);
}
