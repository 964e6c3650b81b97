import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import type { Source, Task, TaskId } from '@opencode-commander/task';
import { type QuarantineOwner, quarantineName } from './quarantine-name.ts';

type Directories = Pick<Config, 'dataDir'>;

/** By numeric id, so that neither a rename nor a strange name changes anything. */
export function mirrorDirectory({ dataDir }: Directories, { host, repoId }: Source): string {
  return join(dataDir, 'mirrors', encodeURIComponent(host), `${repoId}.git`);
}

/** Holds the quarantines of all runs. */
export function quarantinesDirectory({ dataDir }: Directories): string {
  return join(dataDir, 'quarantine');
}

export function quarantineDirectory(config: Directories, owner: QuarantineOwner): string {
  return join(quarantinesDirectory(config), quarantineName(owner));
}

/** Holds the sessions that follow-ups go on with. */
export function sessionsDirectory({ dataDir }: Directories): string {
  return join(dataDir, 'sessions');
}

/** Where the session of an issue's latest task is kept, whichever follow-up that was. */
export function sessionFile(config: Directories, root: TaskId): string {
  return join(sessionsDirectory(config), `${root}.json`);
}

/** The issue's own task, which the branch is named after. */
export function rootOf({ branch }: Pick<Task, 'branch'>): TaskId {
  return branch.slice(branch.lastIndexOf('/') + 1);
}
