import type { Config } from '@opencode-commander/config';
import { type OpenInstances, openInstances } from '@opencode-commander/instance';
import { type OpenPodman, openPodman } from '@opencode-commander/sandbox';

/**
 * The instances of the configuration and the sandboxes of this host; nothing is opened until it is asked for. Where
 * `ownService` is refused, whoever asks for a sandbox is told when there is no Podman to be used.
 */
export function openHostInstances(
  {
    instances,
    hostName,
    containers,
    runDir,
  }: Pick<Config, 'instances' | 'hostName' | 'containers' | 'runDir'>,
  environment: OpenPodman['environment'],
  ownService: OpenPodman['ownService'] = 'started',
): OpenInstances {
  const { socket, runtime } = containers;
  return openInstances({
    servers: instances,
    hostName,
    openPodman: () => openPodman({ socket, runtime, runDir, environment, ownService }),
  });
}
