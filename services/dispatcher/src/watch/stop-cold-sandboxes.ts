import { listSandboxes, type SandboxSummary, stopSandbox } from '@opencode-commander/sandbox';
import type { Task } from '@opencode-commander/task';
import type { DispatcherContext } from '../dispatcher-context.ts';

/** Stops the containers of tasks that have waited, for a person or their turn, longer than they are kept warm; their disks stay. */
export async function stopColdSandboxes(context: DispatcherContext): Promise<SandboxSummary[]> {
  const { podman, instance, owners, config, now } = context;
  const running = (await listSandboxes(podman, { instance })).filter((sandbox) => sandbox.running);
  const stopped: SandboxSummary[] = [];
  for (const sandbox of running) {
    const isWarm = (task: Task | null) =>
      !hasGoneCold(task, {
        containerId: sandbox.id,
        nowMs: now().getTime(),
        keepWarmMs: config.containers.keepWarmMs,
      });
    if (await owners.keep(sandbox.taskId, isWarm)) continue;
    // Its task may have ended since, and taken it along.
    if (await stopSandbox(podman, sandbox.id)) stopped.push(sandbox);
  }
  return stopped;
}

type Warmth = { containerId: string; nowMs: number; keepWarmMs: number };

/**
 * Whether nobody has answered the task, or taken it up where a dispatcher that stopped left it, for so long that its
 * container need not wait any more.
 */
export function hasGoneCold(
  task: Pick<Task, 'status' | 'containerId' | 'question' | 'updatedAt'> | null,
  { containerId, nowMs, keepWarmMs }: Warmth,
): boolean {
  if (task === null || task.containerId !== containerId) return false;
  if (task.status !== 'waiting_human' && task.status !== 'queued') return false;
  const since = task.status === 'queued' ? task.updatedAt : task.question?.askedAt;
  return since === undefined || nowMs - Date.parse(since) >= keepWarmMs;
}
