import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatDiff } from './format-diff.ts';
import { createPaint } from './paint.ts';

/** `commander diff`. Throws UsageError, ConfigError, RedisError. */
export async function showDiff(cli: Cli, { task, json }: { task: string; json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const { id } = (await client.ask('tasks.find', { task })).task;
  const found = await client.ask('tasks.diff', { task_id: id });
  if (json) return cli.print(JSON.stringify(found));
  const paint = createPaint(cli.terminal.stdout, cli.env);
  for (const line of formatDiff(found, paint)) cli.print(line);
}
