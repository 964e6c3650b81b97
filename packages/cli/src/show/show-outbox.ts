import { outboxList } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openControl } from '../open-control.ts';
import { formatOutbox } from './format-outbox.ts';
import { createPaint } from './paint.ts';

/** `commander outbox list`. Throws ConfigError, RedisError. */
export async function showOutbox(cli: Cli, { limit, json }: { limit: number; json: boolean }): Promise<void> {
  const { control } = await openControl(cli);
  const found = await outboxList(control, { limit });
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const paint = createPaint(stdout, cli.env);
  for (const line of formatOutbox(found, { now: cli.now(), columns, paint })) cli.print(line);
}
