import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instanceOf } from '@opencode-commander/dispatcher';
import { createQueues, createTaskStore, type Queues, type TaskStore } from '@opencode-commander/queue';
import { instanceLabel, openPodman, type Podman, removeSandboxes } from '@opencode-commander/sandbox';
import {
  freePort,
  type GitHubSimulator,
  type ModelSimulator,
  mountSmallDisk,
  type SmallDisk,
  startGitHubSimulator,
  startModelSimulator,
  type Webhook,
} from '@opencode-commander/simulators';
import { nameAgentImage, type RigImage } from './faults/rig-image.ts';
import type { Ground } from './ground.ts';
import { type FaultProxy, startFaultProxy } from './redis/fault-proxy.ts';
import { type RigRedis, startRedis } from './redis/start-redis.ts';
import type { Victim } from './schedule/fault.ts';

/** Everything around commander, and where the rig looks past all faults. */
export type World = {
  github: GitHubSimulator;
  model: ModelSimulator;
  hook: Webhook;
  redis: RigRedis;
  proxy: FaultProxy;
  podman: Podman;
  /** That agents work in. */
  image: RigImage;
  /** Label values of the containers of the two hosts. */
  instances: readonly string[];
  /** Where the two hosts keep quarantines and sessions. */
  dataDirs: readonly string[];
  /** The second host's data directory; null where none could be mounted. */
  disk: SmallDisk | null;
  store: TaskStore;
  queues: Queues;
  /** The repositories, by their present names; faults change them. */
  repositories: { id: number; fullName: string; rootSha: string; isArchived: boolean }[];
  runDirs: readonly string[];
  envOf(victim: Victim): Readonly<Record<string, string>>;
};

export const PREFIX = 'chaos';
export const MARKER_KEY = 'marker-key-of-the-chaos-rig';
export const PEOPLE = { maria: 'maria', noor: 'noor' };
/** For so long a question waits for its answer. */
export const HUMAN_MS = 45_000;
export const BOT = 'commander-bot';
const TOKEN = 'ghp_chaoschaoschaoschaoschaoschaoschaos0';
const MODEL_KEY = 'sk-chaos-0123456789';
const WEBHOOK_SECRET = 'a secret that GitHub knows too';
const REPOSITORIES = 4;
const IMAGE_DIRECTORY = fileURLToPath(new URL('../../../images/agent', import.meta.url));

export async function makeWorld(ground: Ground): Promise<World> {
  const { directory, stack, guardian } = ground;
  const { github, model } = await startSimulators(ground);
  const redis = await startRedis(join(directory, 'redis'), guardian);
  stack.defer('Redis', () => redis.stop());
  const proxy = await startFaultProxy(redis.socket);
  stack.defer('the fault proxy', () => proxy.stop());
  const podman = await openHostPodman(ground);
  const image = await nameAgentImage(podman, { imageDir: IMAGE_DIRECTORY, ground });
  const [one, two] = [join(directory, 'data-1'), join(directory, 'data-2')];
  const disk = await mountDisk(two, ground);
  const instances = [one, two].map((dataDir) =>
    instanceOf({ dataDir, redis: { url: null, waitMs: 0, allowVolatile: false, prefix: PREFIX } }),
  );
  for (const instance of instances) guardian.add({ kind: 'containers', label: instanceLabel(instance) });
  stack.defer('containers', async () => {
    for (const instance of instances) await removeSandboxes(podman, { instance });
  });
  // The gateway's address must outlive it.
  const port = await freePort();
  const hook = github.webhooks({ url: `http://127.0.0.1:${port}/webhooks/github`, secret: WEBHOOK_SECRET });
  const common = settings({ github, model, proxy, podman, image, port });
  const queues = createQueues({ redis: redis.client, prefix: PREFIX, onError: () => undefined });
  stack.defer('the queues', () => queues.close());
  const runDirs = [join(directory, 'r1'), join(directory, 'r2')];
  return {
    ...{ github, model, hook, redis, proxy, podman, image, instances, disk, queues, runDirs },
    dataDirs: [one, two],
    store: createTaskStore({ redis: redis.client, prefix: PREFIX }),
    repositories: await addRepositories(github),
    envOf: (victim) => ({
      ...common,
      COMMANDER_FAILPOINTS: failpointSocket(directory),
      // Fewer places than issues: critical ones have to make room.
      COMMANDER_CONTAINERS_MAX_CONCURRENT: victim === 'dispatcher-2' ? '2' : '1',
      COMMANDER_HOST_NAME: victim === 'dispatcher-3' ? 'chaos-b' : 'chaos-a',
      COMMANDER_DATA_DIR: victim === 'dispatcher-3' ? two : one,
      // The second host's disk is a small one.
      COMMANDER_CONTAINERS_MIN_FREE_DISK: victim === 'dispatcher-3' ? '16m' : '2g',
      COMMANDER_RUN_DIR: join(directory, victim === 'dispatcher-3' ? 'r2' : 'r1'),
    }),
  };
}

export function failpointSocket(directory: string): string {
  return join(directory, 'failpoints.sock');
}

async function startSimulators({ directory, stack }: Ground) {
  await mkdir(join(directory, 'github'));
  const github = await startGitHubSimulator({ directory: join(directory, 'github') });
  stack.defer('the GitHub simulator', () => github.stop());
  github.setRateLimit({ core: 10_000_000, graphql: 10_000_000 });
  const model = await startModelSimulator({ apiKey: MODEL_KEY });
  stack.defer('the model simulator', () => model.stop());
  github.addUser({ login: BOT, token: TOKEN });
  for (const login of Object.values(PEOPLE)) github.addUser({ login });
  return { github, model };
}

async function openHostPodman({ directory, environment, guardian, stack, signal }: Ground): Promise<Podman> {
  const opened = await openPodman({
    socket: null,
    runDir: join(directory, 'p'),
    runtime: null,
    environment,
    onChild: (pid) => guardian.add({ kind: 'process', pid }),
    signal,
  });
  stack.defer('Podman', () => opened.stop());
  return opened.podman;
}

async function addRepositories(github: GitHubSimulator): Promise<World['repositories']> {
  const made: World['repositories'] = [];
  for (let i = 0; i < REPOSITORIES; i++) {
    const name = `r${i}`;
    const topics = ['opencode-commander'];
    const files = { 'README.md': `# ${name}\n`, 'src/index.js': 'export const answer = 42;\n' };
    const { id, fullName } = await github.addRepository({ owner: 'acme', name, topics, files });
    for (const login of [BOT, ...Object.values(PEOPLE)]) github.addCollaborator({ repo: fullName, login });
    const rootSha = (await github.branches(fullName))['main'] ?? '';
    // There must be something that a forced push takes away.
    await github.commit({
      repo: fullName,
      branch: 'main',
      files: { 'second.md': 'Two.\n' },
      message: 'Second',
    });
    made.push({ id, fullName, rootSha, isArchived: false });
  }
  return made;
}

type Known = Pick<World, 'github' | 'model' | 'proxy' | 'podman' | 'image'> & { port: number };

function settings({ github, model, proxy, podman, image, port }: Known): Record<string, string> {
  return {
    COMMANDER_LOG_LEVEL: 'info',
    COMMANDER_LOG_FORMAT: 'json',
    COMMANDER_MARKER_KEY: MARKER_KEY,
    COMMANDER_REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
    COMMANDER_REDIS_PREFIX: PREFIX,
    COMMANDER_HEALTH_POLLER_PORT: '0',
    COMMANDER_HEALTH_DISPATCHER_PORT: '0',
    COMMANDER_MCP_PORT: String(port),
    COMMANDER_GITHUB_HOST: new URL(github.url).host,
    COMMANDER_GITHUB_API_URL: github.apiUrl,
    COMMANDER_GITHUB_GIT_URL: github.gitUrl,
    COMMANDER_GITHUB_TOKEN: TOKEN,
    COMMANDER_GITHUB_THROTTLE: 'false',
    COMMANDER_GITHUB_POLL_INTERVAL: '3s',
    COMMANDER_GITHUB_WEBHOOK_SECRET: WEBHOOK_SECRET,
    COMMANDER_PUBLISH_DELETE_MERGED_BRANCHES: 'true',
    COMMANDER_CONTAINERS_SOCKET: podman.socket,
    COMMANDER_CONTAINERS_IMAGE: image.name,
    COMMANDER_CONTAINERS_MEMORY_LIMIT: '1g',
    COMMANDER_CONTAINERS_KEEP_WARM: '5s',
    COMMANDER_TIMEOUTS_STUCK: '120s',
    COMMANDER_TIMEOUTS_HUMAN: `${HUMAN_MS / 1000}s`,
    COMMANDER_MODELS_DEFAULT: 'simulated/scripted',
    COMMANDER_LLM_SIMULATED_BASE_URL: model.url,
    COMMANDER_LLM_SIMULATED_API_KEY: MODEL_KEY,
    COMMANDER_LLM_SIMULATED_MODELS: 'scripted',
  };
}

const DISK_MEGABYTES = 96;

/** Null where this user may not mount one: then `path` is a plain directory. */
async function mountDisk(path: string, { stack, say }: Ground): Promise<SmallDisk | null> {
  try {
    const disk = await mountSmallDisk({ path, megabytes: DISK_MEGABYTES });
    stack.use('the small disk', disk);
    return disk;
  } catch {
    say('the disk cannot be made to fill up: this user may not mount');
    return null;
  }
}
