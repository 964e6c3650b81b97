import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureAgentImage, openPodman, type Podman } from '@opencode-commander/sandbox';
import type { Ground } from './ground.ts';

const IMAGE_DIRECTORY = fileURLToPath(new URL('../../../images/agent', import.meta.url));

/** Where sandboxes of one benchmark are made. */
export type AgentHost = { podman: Podman; image: string; instance: string; runDir: string };

/** Podman with the agent image; containers of `instance` are removed should we die. */
export async function openAgentHost(ground: Ground, instance: string): Promise<AgentHost> {
  const { directory, stack, guardian, environment, signal, say } = ground;
  const runDir = join(directory, 'run');
  const { podman, servicePid, stop } = await openPodman({
    socket: null,
    runDir,
    runtime: null,
    environment,
    signal,
  });
  stack.defer('Podman', () => stop());
  if (servicePid !== null) guardian.add({ kind: 'process', pid: servicePid });
  guardian.add({ kind: 'containers', label: `commander.instance=${instance}` });
  const { tag } = await ensureAgentImage({ podman, imageDir: IMAGE_DIRECTORY, onProgress: say, signal });
  return { podman, image: tag, instance, runDir };
}
