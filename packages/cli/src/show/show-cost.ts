import { cost, costInputSchema, InputError } from '@opencode-commander/control';
import type { z } from 'zod';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatCost } from './format-cost.ts';
import { createPaint } from './paint.ts';

/** `commander cost`. Throws InputError, PeriodError, ConfigError, RedisError. */
export async function showCost(
  cli: Cli,
  asked: z.input<typeof costInputSchema>,
  { json }: { json: boolean },
): Promise<void> {
  const { data: input, error } = costInputSchema.safeParse(asked);
  if (error) throw new InputError(error);
  const { control } = await openControl(cli);
  const found = await cost(control, input);
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  const { group_by, repo = null } = input;
  for (const line of formatCost(found, { by: group_by, repo, columns, paint })) cli.print(line);
}
