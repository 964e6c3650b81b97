import type { InstanceView } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { openClient } from '../open-client.ts';
import { formatTable } from './format-table.ts';
import { createPaint } from './paint.ts';

/** `commander instances`. Throws ConfigError, RedisError. */
export async function showInstances(cli: Cli, { json }: { json: boolean }): Promise<void> {
  const client = await openClient(cli);
  const found = await client.ask('instances.list', {});
  if (json) return cli.print(JSON.stringify(found));
  const { stdout, columns } = cli.terminal;
  const [first = '', ...others] = formatInstances(found.instances, columns);
  cli.print(found.instances.length === 0 ? first : createPaint(stdout, cli.env).dim(first));
  for (const line of others) cli.print(line);
}

function formatInstances(instances: readonly InstanceView[], columns: number): string[] {
  if (instances.length === 0)
    return ['There is no instance: no [[instance]] in commander.toml, and no task has a sandbox.'];
  const rows = instances.map(({ name, kind, version, sessions, url, host }) => [
    name,
    kind,
    version ?? '-',
    sessions === null ? '-' : String(sessions),
    url ?? host ?? '-',
  ]);
  const notes = instances.map(({ reason }) => (reason === null ? [] : [reason]));
  return formatTable({ head: ['NAME', 'KIND', 'VERSION', 'SESSIONS', 'WHERE'], rows, notes }, columns);
}
