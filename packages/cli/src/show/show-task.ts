import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatTask } from './format-task.ts';
import { createPaint } from './paint.ts';

/** `commander show`. Throws UsageError, ConfigError, RedisError, and for what names no task NoTaskError. */
export async function showTask(cli: Cli, { task, json }: { task: string; json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const { id } = (await client.ask('tasks.find', { task })).task;
  const shown = await client.ask('tasks.show', { task_id: id });
  if (json) return cli.print(JSON.stringify(shown));
  const { stdout, columns } = cli.terminal;
  const showing = { now: cli.now(), columns, paint: createPaint(stdout, cli.env) };
  for (const line of formatTask(shown, showing)) cli.print(line);
}
