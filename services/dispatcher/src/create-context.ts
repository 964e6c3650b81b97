import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { ensureAgentImage, type Podman } from '@opencode-commander/sandbox';
import type { DispatcherContext } from './dispatcher-context.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { instanceOf } from './instance-of.ts';
import { buildDirectoryOf } from './open-host-podman.ts';
import { OwnRuns } from './own-runs.ts';

const HEALTHY_WITHIN_MS = 60_000;
const IMAGE_DIRECTORY = fileURLToPath(new URL('../../../images/agent', import.meta.url));

/** What the runs of a dispatcher will share; the agent image is built where it is missing. Throws PodmanError. */
export async function createContext(options: DispatcherOptions, podman: Podman): Promise<DispatcherContext> {
  const { config, onProgress, onChild, signal } = options;
  const building = { temporaryDir: buildDirectoryOf(config), onProgress, onChild, signal };
  const ensure = () => ensureAgentImage({ podman, imageDir: IMAGE_DIRECTORY, ...building });
  return {
    ...options,
    podman,
    runs: new OwnRuns(),
    image: config.containers.image ?? (await ensure()).tag,
    instance: instanceOf(config),
    healthyWithinMs: options.healthyWithinMs ?? HEALTHY_WITHIN_MS,
    now: () => new Date(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
