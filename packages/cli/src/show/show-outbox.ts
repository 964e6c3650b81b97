import type { Cli } from '../cli.ts';
import { formatOutbox } from './format-outbox.ts';
import { showOperation } from './show-operation.ts';

/** `commander outbox list`. Throws ConfigError, RedisError. */
export async function showOutbox(cli: Cli, { limit, json }: { limit: number; json: boolean }): Promise<void> {
  await showOperation(cli, 'outbox.list', { input: { limit }, format: formatOutbox, json });
}
