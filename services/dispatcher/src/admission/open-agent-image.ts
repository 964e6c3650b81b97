import { fileURLToPath } from 'node:url';
import { ensureAgentImage, type Podman } from '@opencode-commander/sandbox';
import type { DispatcherOptions } from '../dispatcher-options.ts';
import { isHostTrouble } from '../is-host-trouble.ts';
import { buildDirectoryOf } from '../open-host-podman.ts';
import { AgentImage } from './agent-image.ts';

const IMAGE_DIRECTORY = fileURLToPath(new URL('../../../../images/agent', import.meta.url));

/**
 * The configured image of agents, or commander's own, which is built where it is missing. Throws PodmanError; a patient
 * dispatcher gets one that is to be built later.
 */
export async function openAgentImage(options: DispatcherOptions, podman: Podman): Promise<AgentImage> {
  const { config, log, onProgress, onChild, signal, patient = false, buildAgainMs: againMs } = options;
  const { image } = config.containers;
  if (image !== null) return new AgentImage({ podman, log, first: image, build: null });
  const building = { temporaryDir: buildDirectoryOf(config), onProgress, onChild };
  const ensure = async (until: AbortSignal) => {
    const { tag } = await ensureAgentImage({ podman, imageDir: IMAGE_DIRECTORY, ...building, signal: until });
    return tag;
  };
  const first = await ensure(signal).catch((error: unknown) => {
    if (patient && isHostTrouble(error) && !signal.aborted) return error;
    throw error;
  });
  const build = (ended: AbortSignal) => ensure(AbortSignal.any([signal, ended]));
  return new AgentImage({ podman, log, first, build, ...(againMs !== undefined && { againMs }) });
}
