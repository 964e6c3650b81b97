import type { InputOf } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatTasks } from './format-tasks.ts';
import { showOperation } from './show-operation.ts';

type ShowTasks = { filter: InputOf<'tasks.list'>; json: boolean };

/** `commander tasks`. Throws ConfigError, InputError, RedisError. */
export async function showTasks(cli: Cli, { filter, json }: ShowTasks): Promise<void> {
  const { statuses, repo, cursor } = filter;
  const isFiltered = [statuses, repo, cursor].some((each) => each !== undefined);
  await showOperation(cli, 'tasks.list', {
    input: filter,
    format: (output, view) => formatTasks(output, { ...view, isFiltered }),
    json,
  });
}
