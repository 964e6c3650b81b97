import { fileURLToPath } from 'node:url';
import { instanceOf } from '@opencode-commander/dispatcher';
import {
  connectRedis,
  createQueues,
  createTaskStore,
  enqueueTask,
  openStore,
  type Queues,
  type TaskStore,
} from '@opencode-commander/queue';
import { instanceLabel, type Podman, removeSandboxes } from '@opencode-commander/sandbox';
import { bash } from '@opencode-commander/simulators';
import { newTask, type Task } from '@opencode-commander/task';
import { openAgentHost } from '../agent-host.ts';
import type { Ground } from '../ground.ts';
import { nodeProgram } from '../node-program.ts';
import { type RunningProgram, startProgram } from '../start-program.ts';
import { makeWorld, type World } from '../world.ts';
import { type RedisProgram, startRedisProgram } from './redis-program.ts';

/** A host whose dispatchers and pollers are programs of their own, as in an installation. */
export type Host = {
  world: World;
  podman: Podman;
  redis: RedisProgram;
  store: TaskStore;
  queues: Queues;
  startDispatcher(): Promise<RunningProgram>;
  startPoller(): Promise<RunningProgram>;
};

const DISPATCHER = fileURLToPath(new URL('../../../../services/dispatcher/src/main.ts', import.meta.url));
const POLLER = fileURLToPath(new URL('../../../../services/poller/src/main.ts', import.meta.url));

/** `more` are settings, as environment variables. */
export async function openHost(ground: Ground, more: Record<string, string> = {}): Promise<Host> {
  const { podman } = await openAgentHost(ground, 'bench-host');
  const redis = await startRedisProgram(ground);
  const world = await makeWorld(ground, {
    COMMANDER_CONTAINERS_SOCKET: podman.socket,
    COMMANDER_REDIS_URL: redis.url,
    COMMANDER_LOG_LEVEL: 'info',
    COMMANDER_HEALTH_DISPATCHER_PORT: '0',
    COMMANDER_HEALTH_POLLER_PORT: '0',
    ...more,
  });
  const instance = instanceOf(world.config);
  ground.guardian.add({ kind: 'containers', label: instanceLabel(instance) });
  ground.stack.defer('the sandboxes', async () => void (await removeSandboxes(podman, { instance })));
  const start = async (main: string, text: string) => {
    const program = nodeProgram(ground, [main], world.settings);
    const running = await startProgram(ground, { ...program, ready: { on: 'stderr', text } });
    ground.stack.defer('a program', () => running.end('SIGKILL'));
    return running;
  };
  return {
    ...{ world, podman, redis, ...(await openQueue(ground, world.config)) },
    startDispatcher: () => start(DISPATCHER, 'taking tasks'),
    startPoller: () => start(POLLER, 'polling'),
  };
}

/** A connection of our own, for as long as the ground lasts. */
export async function openQueue(
  { stack }: Pick<Ground, 'stack'>,
  { redis: { url: secret, prefix } }: World['config'],
): Promise<{ store: TaskStore; queues: Queues }> {
  if (secret === null) throw new Error('there is no Redis');
  const redis = await connectRedis({ url: secret.reveal(), role: 'producer', onError: () => undefined });
  stack.defer('the connection to Redis', () => redis.disconnect());
  await openStore({ redis, prefix });
  const queues = createQueues({ redis, prefix, onError: () => undefined });
  stack.defer('the queues', () => queues.close());
  return { store: createTaskStore({ redis, prefix }), queues };
}

/** Enqueues a task whose agent works on and on. */
export function giveEndlessTask(host: Host): Promise<Task> {
  host.world.model.addScript({ name: 'endless', match: () => true, steps: () => bash('sleep 60') });
  return giveTask(host, host);
}

/** Files an issue and enqueues its task. */
export async function giveTask(
  { world: { github, repository, config } }: Pick<Host, 'world'>,
  { store, queues }: Pick<Host, 'store' | 'queues'>,
): Promise<Task> {
  const { fullName: repo, id: repoId } = repository;
  const text = { title: 'Go on', body: 'Go on and on.' };
  const { number } = github.fileIssue({ repo, ...text });
  const url = `${github.url}/${repo}/issues/${number}`;
  const issue = { repoId, repo, number, url, labels: [], ...text };
  const task = newTask({ issue, host: config.github.host, now: new Date() });
  await store.create(task);
  await enqueueTask(queues, task);
  return task;
}
