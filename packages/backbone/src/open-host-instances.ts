import type { Config } from '@opencode-commander/config';
import { type OpenInstances, openInstances } from '@opencode-commander/instance';
import { openPodman } from '@opencode-commander/sandbox';

type Environment = Readonly<Record<string, string | undefined>>;

/** The instances of the configuration and the sandboxes of this host; nothing is opened until it is asked for. */
export function openHostInstances(
  {
    instances,
    hostName,
    containers,
    runDir,
  }: Pick<Config, 'instances' | 'hostName' | 'containers' | 'runDir'>,
  environment: Environment,
): OpenInstances {
  const { socket, runtime } = containers;
  return openInstances({
    servers: instances,
    hostName,
    openPodman: () => openPodman({ socket, runtime, runDir, environment }),
  });
}
