import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatStatus } from './format-status.ts';
import { createPaint } from './paint.ts';

/** `commander status`. Throws ConfigError, RedisError. */
export async function showStatus(
  cli: Cli,
  { recent, json }: { recent: number; json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('status', { recent });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatStatus(found, { now: cli.now(), columns, paint })) cli.print(line);
}
