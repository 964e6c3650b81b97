import type { Cli } from '../cli.ts';
import { formatStatus } from './format-status.ts';
import { showOperation } from './show-operation.ts';

/** `commander status`. Throws ConfigError, RedisError. */
export async function showStatus(
  cli: Cli,
  { recent, json }: { recent: number; json: boolean },
): Promise<void> {
  await showOperation(cli, 'status', { input: { recent }, format: formatStatus, json });
}
