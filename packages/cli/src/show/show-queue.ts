import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatQueue } from './format-queue.ts';
import { createPaint } from './paint.ts';

/** `commander queue`. Throws ConfigError, RedisError. */
export async function showQueue(cli: Cli, { limit, json }: { limit: number; json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('queue.list', { limit });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatQueue(found.queue, { now: cli.now(), columns, paint })) cli.print(line);
}
