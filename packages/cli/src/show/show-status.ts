import { status } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatStatus } from './format-status.ts';
import { createPaint } from './paint.ts';

/** `commander status`. Throws ConfigError, RedisError. */
export async function showStatus(
  cli: Cli,
  { recent, json }: { recent: number; json: boolean },
): Promise<void> {
  const { control } = await openControl(cli);
  const found = await status(control, { recent });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatStatus(found, { now: cli.now(), columns, paint })) cli.print(line);
}
