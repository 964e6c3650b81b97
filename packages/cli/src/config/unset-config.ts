import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { printChanged } from './print-changed.ts';

/** `commander config unset`. Throws ConfigError, RedisError, and for what breaks a rule ConfigChangeError. */
export async function unsetConfig(
  cli: Cli,
  { keys, json }: { keys: string[]; json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  printChanged(cli, await client.ask('config.unset', { keys }), { json });
}
