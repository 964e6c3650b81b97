import type { Config } from '@opencode-commander/config';
import { instanceOf } from '@opencode-commander/dispatcher';
import { openPodman, removeSandboxes } from '@opencode-commander/sandbox';

/** Removes the containers that a stopped dispatcher keeps for tasks that somebody may go on with: of the demo nobody does. */
export async function removeContainers(config: Config, env: NodeJS.ProcessEnv): Promise<void> {
  const { socket, runtime } = config.containers;
  const { podman, stop } = await openPodman({ socket, runtime, runDir: config.runDir, environment: env });
  try {
    await removeSandboxes(podman, { instance: instanceOf(config) });
  } finally {
    await stop();
  }
}
