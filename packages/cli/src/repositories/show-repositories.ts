import type { RepositoryView } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatConfig } from '../config/format-config.ts';
import { openClient } from '../open-client.ts';
import { formatTable } from '../show/format-table.ts';
import { createPaint } from '../show/paint.ts';
import { relativeTime } from '../show/relative-time.ts';

/** `commander repos list`. Throws ConfigError, RedisError. */
export async function showRepositories(cli: Cli, { json }: { json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('repos.list', {});
  if (json) return cli.print(JSON.stringify(found));
  for (const line of [...format(found.repositories, cli), ...formatConfig(found.settings, cli)])
    cli.print(line);
}

function format(
  repositories: readonly RepositoryView[],
  { now, terminal, env }: Pick<Cli, 'now' | 'terminal' | 'env'>,
): string[] {
  if (repositories.length === 0) return ['No repository is listed: those with the topic are served.'];
  const rows = repositories.map(({ name, mode, since }) => [
    mode,
    since === null ? '?' : relativeTime(since, now()),
    name,
  ]);
  const head = ['MODE', 'SINCE', 'REPOSITORY'];
  return formatTable({ head, rows }, terminal.columns, createPaint(terminal.stdout, env).dim);
}
