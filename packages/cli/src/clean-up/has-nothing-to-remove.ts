import type { CleanedHost } from '@opencode-commander/control';

/** Whether a dry run found nothing anywhere: of a host that did not answer it, or failed, that is not known. */
export function hasNothingToRemove(hosts: readonly CleanedHost[]): boolean {
  return hosts.every(
    ({ error, containers, directories, quarantines, sessions }) =>
      error === null && [containers, directories, quarantines, sessions].every(({ length }) => length === 0),
  );
}
