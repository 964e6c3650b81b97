import { type ControlClient, localClient } from '@opencode-commander/control';
import type { Cli } from './cli.ts';
import { openControl } from './open-control.ts';

/** What commands have operations done by; it ends with the command. Throws ConfigError, RedisError. */
export async function openClient(cli: Cli): Promise<ControlClient> {
  const { control } = await openControl(cli);
  return localClient(control);
}
