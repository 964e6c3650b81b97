import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatHistory } from './format-history.ts';
import { createPaint } from './paint.ts';

/** `commander history`. Throws ConfigError, RedisError. */
export async function showHistory(
  cli: Cli,
  { hours, json }: { hours: number; json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('history', { hours });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatHistory(found, { columns, paint })) cli.print(line);
}
