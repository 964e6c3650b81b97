import type { InstanceView } from '@opencode-commander/control';
import type { Cli } from '../cli.ts';
import { formatTable } from './format-table.ts';
import { showOperation, type View } from './show-operation.ts';

/** `commander instances`. Throws ConfigError, RedisError. */
export async function showInstances(cli: Cli, { json }: { json: boolean }): Promise<void> {
  await showOperation(cli, 'instances.list', {
    input: {},
    format: ({ instances }, view) => formatInstances(instances, view),
    json,
  });
}

function formatInstances(
  instances: readonly InstanceView[],
  { columns, paint }: Pick<View, 'columns' | 'paint'>,
): string[] {
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
  const head = ['NAME', 'KIND', 'VERSION', 'SESSIONS', 'WHERE'];
  return formatTable({ head, rows, notes }, columns, paint.dim);
}
