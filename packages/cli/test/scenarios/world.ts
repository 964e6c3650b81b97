import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Backbone,
  followConfiguration,
  openBackbone,
  openHostInstances,
} from '@opencode-commander/backbone';
import { type Config, type Configuration, openConfiguration } from '@opencode-commander/config';
import { startDispatcher } from '@opencode-commander/dispatcher';
import { startGateway } from '@opencode-commander/mcp-gateway';
import { startPoller } from '@opencode-commander/poller';
import type { TaskStore } from '@opencode-commander/queue';
import { createHealth, createLogger, createMetrics, ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  type ModelSimulator,
  type Step,
  startGitHubSimulator,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { expect, inject } from 'vitest';
import { containerState, removeContainers } from '../podman.ts';
import { createStory, type Story } from './story.ts';

/** A whole installation, in this process, on a simulated GitHub and a simulated model; all else is real. */
export type World = AsyncDisposable & {
  github: GitHubSimulator;
  model: ModelSimulator;
  store: TaskStore;
  config: Config;
  backbone: Backbone;
  gatewayUrl: string;
  /** The checks that were run again. */
  reruns: readonly { repo: string }[];
  /** Awaits the state of a container as Podman names it; null: it is gone. */
  containerBecomes(id: string, state: string | null): Promise<void>;
  /** A repository of its own with an unlabelled issue, and what the model does about it, from turn to turn. */
  story(told: Told): Promise<Story>;
};

type Told = {
  title?: string;
  body?: string;
  steps?: readonly Step[];
  /** Of the repository; by default one of its own. */
  repo?: string;
  files?: Record<string, string>;
  author?: string;
};

export type WorldOptions = {
  env?: Record<string, string>;
  /** A commander.toml. */
  toml?: string;
  pollers?: number;
  dispatchers?: number;
  /** Runs at once per dispatcher. */
  slots?: number;
};

const TOKEN = 'ghp_scenariosscenariosscenariosscenario';
const MODEL_KEY = 'sk-scenarios-0123456789';
const WEBHOOK_SECRET = 'a secret that GitHub knows too';
/** May write, may not, and a program that may not either. */
export const PEOPLE = { owner: 'acme', maria: 'maria', noor: 'noor', stranger: 'sam', bot: 'helper[bot]' };

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const stack = new ReleaseStack({ timeoutMs: 60_000 });
  try {
    return await build(options, stack);
  } catch (error) {
    await stack.release();
    throw error;
  }
}

async function build(options: WorldOptions, stack: ReleaseStack): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'w'));
  stack.defer('directory', () => rm(directory, { recursive: true, force: true }));
  const { github, model } = await startSimulators(directory, stack);
  await writeFile(join(directory, 'commander.toml'), options.toml ?? '');
  const configuration = await configure(
    { directory, github, model, env: options.env ?? {} },
    options.slots ?? 3,
  );
  const { config } = configuration;
  stack.defer('containers', () => removeContainers(config));
  const backbone = await openAll(config, stack);
  const quietly = { warn: () => undefined, onChange: () => undefined };
  await followConfiguration(configuration, { keyspace: backbone.queues, stack, ...quietly });
  await startPollersAndDispatchers({ config, backbone, stack }, options);
  const instances = openHostInstances(config, process.env);
  const gateway = await startGateway({ ...backbone, instances, ...surroundings(config), configuration });
  stack.defer('gateway', () => gateway.stop());
  github.webhooks({ url: `${gateway.url}/webhooks/github`, secret: WEBHOOK_SECRET });
  const reruns: { repo: string }[] = [];
  github.onRerun((rerun) => {
    reruns.push(rerun);
    return 'fail';
  });
  let stories = 0;
  return {
    github,
    model,
    config,
    backbone,
    store: backbone.store,
    gatewayUrl: gateway.url,
    reruns,
    async containerBecomes(id, state) {
      await expect.poll(() => containerState(id), { timeout: 180_000, interval: 300 }).toBe(state);
    },
    async story(told) {
      stories += 1;
      const repo = told.repo ?? `acme/story-${stories}`;
      if (told.repo === undefined) await addRepository(github, repo, told.files);
      const { title = 'Say hello', body = 'Please.', author = PEOPLE.maria } = told;
      const { number } = github.fileIssue({ repo, title, body, author });
      model.addScript({
        name: `${repo}#${number}`,
        match: forIssue(`${repo}#${number}`),
        steps: told.steps ?? [],
      });
      return createStory({ github, model, store: backbone.store, repo, number });
    },
    [Symbol.asyncDispose]: () => stack.release(),
  };
}

/** A repository that agents work in, with the people who may write to it. */
export async function addRepository(
  github: GitHubSimulator,
  fullName: string,
  files: Record<string, string> = {},
): Promise<void> {
  const [owner = '', name = ''] = fullName.split('/');
  const topics = ['opencode-commander'];
  await github.addRepository({ owner, name, topics, files: { 'README.md': `# ${name}\n`, ...files } });
  for (const login of ['commander-bot', PEOPLE.maria, PEOPLE.noor])
    github.addCollaborator({ repo: fullName, login });
}

async function startSimulators(directory: string, stack: ReleaseStack) {
  await mkdir(join(directory, 'github'));
  const github = stack.use('github', await startGitHubSimulator({ directory: join(directory, 'github') }));
  const model = await startModelSimulator({ apiKey: MODEL_KEY, models: ['scripted', 'other'] });
  stack.defer('model', () => model.stop());
  github.addUser({ login: 'commander-bot', token: TOKEN });
  for (const login of [PEOPLE.maria, PEOPLE.noor, PEOPLE.stranger]) github.addUser({ login });
  github.addUser({ login: PEOPLE.bot, type: 'Bot' });
  return { github, model };
}

type Setting = {
  directory: string;
  github: GitHubSimulator;
  model: ModelSimulator;
  env: Record<string, string>;
};

function configure({ directory, github, model, env }: Setting, slots: number): Promise<Configuration> {
  return openConfiguration({
    cwd: directory,
    home: directory,
    uid: process.getuid?.() ?? -1,
    hostname: 'here',
    env: {
      COMMANDER_DATA_DIR: join(directory, 'data'),
      COMMANDER_RUN_DIR: join(directory, 'r'),
      COMMANDER_REDIS_URL: `unix://${inject('redisSocket')}`,
      COMMANDER_REDIS_PREFIX: `${process.env['COMMANDER_TEST_PREFIX']}${directory.slice(-6)}`,
      COMMANDER_LOG_LEVEL: process.env['SCENARIO_LOG'] ?? 'silent',
      COMMANDER_GITHUB_HOST: new URL(github.url).host,
      COMMANDER_GITHUB_API_URL: github.apiUrl,
      COMMANDER_GITHUB_GIT_URL: github.gitUrl,
      COMMANDER_GITHUB_TOKEN: TOKEN,
      COMMANDER_GITHUB_THROTTLE: 'false',
      COMMANDER_GITHUB_POLL_INTERVAL: '2s',
      COMMANDER_GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
      COMMANDER_CONTAINERS_MAX_CONCURRENT: String(slots),
      COMMANDER_MCP_PORT: '0',
      COMMANDER_MODELS_DEFAULT: 'simulated/scripted',
      COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
      COMMANDER_LLM_SIMULATED_API_KEY: MODEL_KEY,
      COMMANDER_LLM_SIMULATED_MODELS: 'scripted,other',
      ...env,
    },
  });
}

async function openAll(config: Config, stack: ReleaseStack): Promise<Backbone> {
  const ending = new AbortController();
  const backbone = await openBackbone(config, { stack, signal: ending.signal, warn: () => undefined });
  stack.defer('keys', async () => {
    const left = await backbone.redis.keys(`*${config.redis.prefix}*`);
    if (left.length > 0) await backbone.redis.del(left);
  });
  return backbone;
}

function surroundings(config: Config) {
  const log = createLogger({ name: 'scenario', level: config.log.level, pretty: true, secrets: [] });
  return { config, log, health: createHealth(), metrics: createMetrics() };
}

type Installation = { config: Config; backbone: Backbone; stack: ReleaseStack };

async function startPollersAndDispatchers(
  { config, backbone, stack }: Installation,
  { pollers = 1, dispatchers = 1 }: WorldOptions,
): Promise<void> {
  const common = { ...backbone, ...surroundings(config) };
  for (let n = 0; n < pollers; n++) {
    const poller = await startPoller(common);
    stack.defer('poller', () => poller.stop());
  }
  for (let n = 0; n < dispatchers; n++) {
    const dispatcher = await startDispatcher({
      ...common,
      environment: process.env,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    stack.defer('dispatcher', () => dispatcher.stop());
  }
}
