import type { Cli } from '../cli.ts';
import { formatHistory } from './format-history.ts';
import { showOperation } from './show-operation.ts';

/** `commander history`. Throws ConfigError, RedisError. */
export async function showHistory(
  cli: Cli,
  { hours, json }: { hours: number; json: boolean },
): Promise<void> {
  await showOperation(cli, 'history', { input: { hours }, format: formatHistory, json });
}
