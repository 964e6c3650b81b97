import { randomBytes } from 'node:crypto';
import { openGitHub } from '@opencode-commander/backbone';
import { dispatcherRegistry } from '@opencode-commander/queue';
import type { Podman } from '@opencode-commander/sandbox';
import { Admission } from './admission/admission.ts';
import type { AgentImage } from './admission/agent-image.ts';
import { readMemory } from './admission/read-memory.ts';
import type { DispatcherContext } from './dispatcher-context.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { Hosts } from './hosts.ts';
import { instanceOf } from './instance-of.ts';
import { OwnRuns } from './own-runs.ts';
import { readIdentity } from './read-identity.ts';
import { Owners } from './watch/owners.ts';

const HEALTHY_WITHIN_MS = 60_000;

/** What the runs of a dispatcher will share. */
export async function createContext(
  options: DispatcherOptions,
  { podman, image }: { podman: Podman; image: AgentImage },
): Promise<DispatcherContext> {
  const { config, log, store, queues } = options;
  const id = `${config.hostName}-${randomBytes(8).toString('hex')}`;
  return {
    ...options,
    podman,
    patientGitHub: (signal) => openGitHub(config, { signal, keyspace: queues }),
    id,
    runs: new OwnRuns(),
    owners: new Owners(store, (err) =>
      log.warn({ err }, 'what was made for a task whose record cannot be read stays'),
    ),
    hosts: new Hosts(dispatcherRegistry(queues), { self: id }),
    ...(await readIdentity()),
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
