import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatOutbox } from './format-outbox.ts';
import { createPaint } from './paint.ts';

/** `commander outbox list`. Throws ConfigError, RedisError. */
export async function showOutbox(cli: Cli, { limit, json }: { limit: number; json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('outbox.list', { limit });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatOutbox(found, { now: cli.now(), columns, paint })) cli.print(line);
}
