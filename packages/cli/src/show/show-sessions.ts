import type { InputOf, SessionView } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatTable } from './format-table.ts';
import { createPaint } from './paint.ts';
import { relativeTime } from './relative-time.ts';

export type ShowSessions = { input: InputOf<'sessions.list'>; json: boolean };

/** `commander sessions`. Throws ConfigError, RedisError, InstanceNotFoundError. */
export async function showSessions(cli: Cli, { input, json }: ShowSessions): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('sessions.list', input);
  if (json) return cli.print(JSON.stringify(found));
  for (const { reason } of found.silent) cli.say(reason);
  if (found.sessions.length === 0) return cli.print('There is no session.');
  const { stdout, columns } = cli.terminal;
  const [first = '', ...others] = formatSessions(found.sessions, { now: cli.now(), columns });
  cli.print(createPaint(stdout, cli.env).dim(first));
  for (const line of others) cli.print(line);
}

function formatSessions(
  sessions: readonly SessionView[],
  { now, columns }: { now: Date; columns: number },
): string[] {
  const rows = sessions.map(({ id, instance, updated_at, title }) => [
    id,
    instance,
    relativeTime(updated_at, now),
    title,
  ]);
  return formatTable({ head: ['SESSION', 'INSTANCE', 'CHANGED', 'TITLE'], rows }, columns);
}
