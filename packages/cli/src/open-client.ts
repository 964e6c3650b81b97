import { type ControlClient, localClient } from '@opencode-commander/control';
import type { Cli, Starting } from './cli.ts';
import { readGateway } from './remote/read-gateway.ts';
import { remoteClient } from './remote/remote-client.ts';

/**
 * What commands have operations done by: the gateway that COMMANDER_URL or --url names, else this process, straight on Redis. It
 * ends with the command. Throws UsageError, ConfigError, RedisError.
 */
export async function openClient(cli: Cli, starting: Starting = {}): Promise<ControlClient> {
  const gateway = await readGateway(cli);
  if (gateway !== null) return remoteClient(gateway, { signal: cli.scope.signal, say: cli.say });
  // What works on Redis takes a while to load.
  const { openControl } = await import('./open-control.ts');
  const { control } = await openControl(cli, starting);
  return localClient(control);
}
