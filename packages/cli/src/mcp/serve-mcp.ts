import { serveStdio } from '@opencode-commander/mcp-gateway';
import { createLogger } from '@opencode-commander/service';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';

/** `commander mcp`. Throws ConfigError, RedisError. */
export async function serveMcp(cli: Cli): Promise<void> {
  const client = await openClient(cli);
  const secrets = cli.scope.redactor;
  const log = createLogger({ name: 'commander', level: 'warn', pretty: cli.terminal.stderr, secrets });
  await serveStdio({ client, log, ...cli.streams, signal: cli.scope.signal });
}
