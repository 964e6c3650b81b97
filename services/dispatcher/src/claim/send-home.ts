import { enqueueOnHost } from '@opencode-commander/queue';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';

/** Whether the task goes on where its container is, on another host that lives: it waits in that host's queue from now on. */
export async function sendHome(
  { config, hosts, queues }: Pick<DispatcherContext, 'config' | 'hosts' | 'queues'>,
  task: Task,
): Promise<boolean> {
  const { host, containerId } = task;
  if (host === null || containerId === null || host === config.hostName || hosts.isGone(host)) return false;
  await enqueueOnHost(queues, task, host);
  return true;
}
