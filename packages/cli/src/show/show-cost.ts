import { type InputOf, OPERATIONS, parseInput } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatCost } from './format-cost.ts';
import { showOperation } from './show-operation.ts';

/** `commander cost`. Throws InputError, PeriodError, ConfigError, RedisError. */
export async function showCost(cli: Cli, asked: InputOf<'cost'>, { json }: { json: boolean }): Promise<void> {
  const input = parseInput(OPERATIONS.cost, asked);
  const { group_by, repo = null } = input;
  await showOperation(cli, 'cost', {
    input,
    format: (found, view) => formatCost(found, { ...view, by: group_by, repo }),
    json,
  });
}
