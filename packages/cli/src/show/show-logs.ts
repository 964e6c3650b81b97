import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { printEvents } from './print-events.ts';

export type LogsOptions = {
  /** An id, or an issue as a person names it. */
  task: string;
  follow: boolean;
  /** Of the past only so many events. */
  last?: number | undefined;
  json: boolean;
};

/** `commander logs`. Throws UsageError, ConfigError, RedisError. */
export async function showLogs(cli: Cli, { task, follow, last, json }: LogsOptions): Promise<void> {
  const client = await openClient(cli);
  const { id } = (await client.ask('tasks.find', { task })).task;
  const { signal } = cli.scope;
  const print = printEvents(cli, { client, id });
  for await (const logged of client.logs({ id, follow, ...(last && { last }), signal }))
    if (json) cli.print(JSON.stringify(logged));
    else await print(logged.event);
}
