import { serveStdio } from '@opencode-commander/mcp-gateway';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

/** `commander mcp`. Throws ConfigError, RedisError. */
export async function serveMcp(cli: Cli): Promise<void> {
  const log = cli.logger(await cli.config());
  const client = await openClient(cli);
  await serveStdio({ client, log, ...cli.streams, signal: cli.scope.signal });
}
