import { type InstanceReference, isTerminal, type Task, taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { SessionControl } from './session-control.ts';
import { InstanceNotFoundError } from './session-error.ts';

/** An instance as people name it, whether or not it can be reached. */
export type KnownInstance = {
  name: string;
  reference: InstanceReference;
  /** The task whose sandbox it is. */
  task: Task | null;
  /** What relative directories begin at; null when nothing is said. */
  projectsPath: string | null;
};

type Sources = Pick<SessionControl, 'store' | 'instances'>;

/** Where a sandbox has its checkout. */
const WORKSPACE = '/workspace';

/** The servers of the configuration, then the sandboxes there are. Throws RedisError. */
export async function knownInstances({ store, instances }: Sources): Promise<KnownInstance[]> {
  const tasks = await store.list({ statuses: ['dispatched', 'running', 'waiting_human', 'queued'] });
  return [...instances.servers.map(serverOf), ...tasks.filter(hasSandbox).map(sandboxOf)];
}

/** The instance of a name. Throws InstanceNotFoundError, RedisError. */
export async function findInstance({ store, instances }: Sources, name: string): Promise<KnownInstance> {
  const server = instances.servers.find((each) => each.name === name);
  if (server !== undefined) return serverOf(server);
  const task = taskIdSchema.safeParse(name).success ? await store.get(name) : null;
  if (task === null || !hasSandbox(task)) throw new InstanceNotFoundError(name);
  return sandboxOf(task);
}

export const instanceNameInput = z
  .string()
  .min(1)
  .max(100)
  .describe('The instance: the name of a server in commander.toml, or the id of a task for its sandbox');

function serverOf({ name, projectsPath }: SessionControl['instances']['servers'][number]): KnownInstance {
  return { name, reference: { kind: 'server', name }, task: null, projectsPath };
}

function sandboxOf(task: Task): KnownInstance {
  return { name: task.id, reference: { kind: 'sandbox', task }, task, projectsPath: WORKSPACE };
}

function hasSandbox({ status, containerId }: Task): boolean {
  return containerId !== null && !isTerminal(status);
}
