import type { InputOf } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatQueue } from './format-queue.ts';
import { showOperation } from './show-operation.ts';

/** Which of the tasks that wait are shown. */
export type QueueFilter = InputOf<'queue.list'>;

/** `commander queue`. Throws ConfigError, InputError, RedisError. */
export async function showQueue(
  cli: Cli,
  { filter, json }: { filter: QueueFilter; json: boolean },
): Promise<void> {
  await showOperation(cli, 'queue.list', { input: filter, format: formatQueue, json });
}
