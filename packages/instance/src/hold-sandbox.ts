import { findSandbox, type OpenedPodman, PodmanError } from '@opencode-commander/sandbox';
import type { InstanceReference } from '@opencode-commander/task';
import { InstanceError } from './instance-error.ts';
import type { HeldAddress, InstancesOptions } from './open-instances.ts';

type Task = Extract<InstanceReference, { kind: 'sandbox' }>['task'];

/** A running sandbox has its socket already. */
const SOCKET_WITHIN_MS = 2_000;

/** The way to the opencode in the sandbox of a task, if that runs on this host. Throws InstanceError. */
export async function holdSandbox(
  task: Task,
  { hostName, openPodman }: Pick<InstancesOptions, 'hostName' | 'openPodman'>,
): Promise<HeldAddress> {
  const name = `The sandbox of ${task.id}`;
  const unreachable = (reason: string, cause?: unknown) =>
    new InstanceError(`${name} ${reason}`, { kind: 'unreachable', cause });
  if (task.containerId === null) throw unreachable('is not there: the task has none now');
  if (task.host !== hostName)
    throw unreachable(`is on the host ${task.host}: ask there, this is ${hostName}`);
  try {
    const opened = await openPodman();
    return await takeUp(opened, { name, containerId: task.containerId, unreachable });
  } catch (error) {
    if (error instanceof PodmanError) throw unreachable(`cannot be looked at: ${error.message}`, error);
    throw error;
  }
}

type TakingUp = { name: string; containerId: string; unreachable: (reason: string) => InstanceError };

async function takeUp(
  { podman, stop }: OpenedPodman,
  { name, containerId, unreachable }: TakingUp,
): Promise<HeldAddress> {
  try {
    const found = await findSandbox(podman, containerId, { timeoutMs: SOCKET_WITHIN_MS });
    if (found === null) throw unreachable('is gone');
    if (!found.running) throw unreachable('is stopped until its task goes on');
    const { sandbox, environment } = found;
    const release = async () => {
      await sandbox.letGo();
      await stop();
    };
    return {
      name,
      address: { socketPath: sandbox.agentSocket },
      password: environment['OPENCODE_SERVER_PASSWORD'] ?? null,
      [Symbol.asyncDispose]: release,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
