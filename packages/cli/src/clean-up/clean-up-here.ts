import type { CleanedHost } from '@opencode-commander/control';
import { cleanUp, instanceOf, Owners } from '@opencode-commander/dispatcher';
import { openPodman, type Podman } from '@opencode-commander/sandbox';
import type { Cli } from '../cli.ts';
import type { Opened } from '../open-control.ts';

/** Cleans this host up by the rule of dispatchers, for where none lives that would. Throws PodmanError, RedisError, RemovalError. */
export async function cleanUpHere(
  cli: Cli,
  opened: Opened,
): Promise<(options: { dryRun: boolean }) => Promise<CleanedHost>> {
  const { config, backbone } = opened;
  const podman = await openHostPodman(cli, opened);
  const owners = new Owners(backbone.store, ({ message }) =>
    cli.say(`${message}; what was made for it stays.`),
  );
  const keeper = { config, podman, instance: instanceOf(config), owners, queues: backbone.queues };
  return async (options) => {
    const leftovers = await cleanUp(keeper, options);
    return { host: config.hostName, error: null, ...leftovers };
  };
}

async function openHostPodman({ env, scope }: Cli, { config }: Opened): Promise<Podman> {
  const { socket, runtime } = config.containers;
  const options = { socket, runtime, runDir: config.runDir, environment: env, signal: scope.signal };
  const { podman, stop } = await openPodman(options);
  scope.stack.defer('Podman', () => stop());
  return podman;
}
