import type { InputOf } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatQueue } from './format-queue.ts';
import { createPaint } from './paint.ts';

/** Which of the tasks that wait are shown. */
export type QueueFilter = InputOf<'queue.list'>;

/** `commander queue`. Throws ConfigError, InputError, RedisError. */
export async function showQueue(
  cli: Cli,
  { filter, json }: { filter: QueueFilter; json: boolean },
): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('queue.list', filter);
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatQueue(found, { now: cli.now(), columns, paint })) cli.print(line);
}
