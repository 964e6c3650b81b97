import { type InputOf, OPERATIONS, parseInput } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatCost } from './format-cost.ts';
import { createPaint } from './paint.ts';

/** `commander cost`. Throws InputError, PeriodError, ConfigError, RedisError. */
export async function showCost(cli: Cli, asked: InputOf<'cost'>, { json }: { json: boolean }): Promise<void> {
  const input = parseInput(OPERATIONS.cost, asked);
  const client = await openClient(cli);
  const found = await client.ask('cost', input);
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  const { group_by, repo = null } = input;
  for (const line of formatCost(found, { by: group_by, repo, columns, paint })) cli.print(line);
}
