import type { CleanedHost, OutputOf } from '@opencode-commander/control';

/** What was removed, or would be, a line for each thing. */
export function describeCleanedUp({ dry_run, hosts }: OutputOf<'cleanup'>): string {
  if (hosts.length === 0) return 'No dispatcher is alive: nobody looks after a host.';
  return hosts.map((host) => describeHost(host, dry_run ? 'would remove' : 'removed')).join('\n');
}

function describeHost(cleaned: CleanedHost, verb: string): string {
  const { host, error } = cleaned;
  if (error !== null) return `${host}: ${error}.`;
  const lines = [
    ...cleaned.containers.map((name) => `container ${name}`),
    ...cleaned.directories.map((path) => `directory ${path}`),
    ...cleaned.quarantines.map((path) => `quarantine ${path}`),
    ...cleaned.sessions.map((path) => `session ${path}`),
  ];
  if (lines.length === 0) return `${host}: there is nothing to remove.`;
  return lines.map((line) => `${host}: ${verb} ${line}`).join('\n');
}
