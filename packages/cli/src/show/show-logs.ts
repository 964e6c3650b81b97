import { taskLogs } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { findTask } from './find-task.ts';
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
  const { config, control } = await openControl(cli);
  const { id } = await findTask(control.store, task, config.github.host);
  const { signal } = cli.scope;
  const print = printEvents(cli, { store: control.store, id });
  for await (const logged of taskLogs(control, { id, follow, ...(last && { last }), signal }))
    if (json) cli.print(JSON.stringify(logged));
    else await print(logged.event);
}
