import { randomBytes } from 'node:crypto';
import type { Podman } from '@opencode-commander/sandbox';
import { Admission } from './admission/admission.ts';
import type { AgentImage } from './admission/agent-image.ts';
import { readMemory } from './admission/read-memory.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { instanceOf } from './instance-of.ts';
import { OwnRuns } from './own-runs.ts';

const HEALTHY_WITHIN_MS = 60_000;

/** What the runs of a dispatcher will share. */
export function createContext(
  options: DispatcherOptions,
  { podman, image }: { podman: Podman; image: AgentImage },
): DispatcherContext {
  const { config } = options;
  return {
    ...options,
    podman,
    runs: new OwnRuns(),
    // One that was built again may have another name.
    get image() {
      return image.name;
    },
    admission: new Admission({ readMemory, ...options, podman, image }),
    instance: instanceOf(config),
    healthyWithinMs: options.healthyWithinMs ?? HEALTHY_WITHIN_MS,
    now: () => new Date(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
