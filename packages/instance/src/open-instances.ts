import type { OpencodeAddress } from '@opencode-commander/agent';
import type { OpenedPodman } from '@opencode-commander/sandbox';
import type { Instance, InstanceReference, Instances } from '@opencode-commander/task';
import { connectInstance } from './connect-instance.ts';
import { findServer, type ServerSettings } from './find-server.ts';
import { holdSandbox } from './hold-sandbox.ts';

/** How an instance is reached; it holds the way until it is disposed of. */
export type HeldAddress = AsyncDisposable & {
  name: string;
  address: OpencodeAddress;
  username?: string | undefined;
  password: string | null;
};

/** Every instance that can be reached from this process. Throws InstanceError. */
export type OpenInstances = Instances & {
  /** For whoever speaks with it in another way. */
  hold(reference: InstanceReference): Promise<HeldAddress>;
};

export type InstancesOptions = {
  servers: readonly ServerSettings[];
  /** This host's name, as tasks have it. */
  hostName: string;
  /** Opens the Podman that has the sandboxes of this host; it is stopped after each look. */
  openPodman: () => Promise<OpenedPodman>;
};

/** The servers of a configuration, and the sandboxes of this host. */
export function openInstances(options: InstancesOptions): OpenInstances {
  const hold = async (reference: InstanceReference): Promise<HeldAddress> =>
    reference.kind === 'server'
      ? findServer(options.servers, reference.name)
      : holdSandbox(reference.task, options);
  return {
    servers: options.servers.map(({ name, url, projectsPath }) => ({ name, url, projectsPath })),
    hold,
    async open(reference, settings = {}) {
      const held = await hold(reference);
      const { name, address, username, password } = held;
      try {
        const instance = await connectInstance({ name, address, username, password, ...settings });
        return { ...instance, [Symbol.asyncDispose]: () => closeBoth(instance, held) };
      } catch (error) {
        await held[Symbol.asyncDispose]();
        throw error;
      }
    },
  };
}

async function closeBoth(instance: Instance, held: HeldAddress): Promise<void> {
  await instance[Symbol.asyncDispose]();
  await held[Symbol.asyncDispose]();
}
