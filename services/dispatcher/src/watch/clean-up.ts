import type { Config } from '@opencode-commander/config';
import { type Leftovers, rebuiltAge } from '@opencode-commander/queue';
import type { SandboxSummary } from '@opencode-commander/sandbox';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { removeQuarantine } from '../open/remove-quarantine.ts';
import { findQuarantines } from './find-quarantines.ts';
import { findRunDirectories } from './find-run-directories.ts';
import { findSessions } from './find-sessions.ts';
import { findOrphans, removeOrphans } from './reap-sandboxes.ts';
import { removeDirectory } from './remove-directory.ts';

/** What looking after a host takes. */
export type Housekeeper = Pick<
  DispatcherContext,
  'podman' | 'instance' | 'owners' | 'queues' | 'failpoints'
> & { config: Pick<Config, 'dataDir' | 'runDir'> & { github: Pick<Config['github'], 'pollIntervalMs'> } };

/** Cleans one host up: for each dispatcher one that is shared, so that nobody tells of what another call removes. */
export type CleanUp = (options?: { dryRun: boolean }) => Promise<Leftovers>;

/**
 * When Redis has lost everything, what belongs to a task that it does not know is kept until the poller has rebuilt all tasks
 * from GitHub, and for so many ms more: follow-ups come a few ticks after their issues.
 */
const REBUILT_MS = 5 * 60_000;

/**
 * Removes everything on this host that no task of this installation needs any more, or with `dryRun` only finds it; answers with
 * what that was. The one rule for what may go. Throws PodmanError, RedisError, RemovalError.
 */
export async function cleanUp(keeper: Housekeeper, { dryRun = false } = {}): Promise<Leftovers> {
  const orphans = await findOrphans(keeper);
  const directories = await findRunDirectories(keeper);
  const kept = await findKept(keeper, orphans);
  const containers = orphans.map(({ name }) => name);
  if (!dryRun) {
    // The containers first: while one runs, its user could move things under our feet.
    await removeOrphans(keeper, orphans);
    for (const path of [...directories, ...kept.sessions]) await removeDirectory(path);
    for (const path of kept.quarantines) await removeQuarantine(keeper, path);
  }
  return { containers, directories, ...kept };
}

/** What holds an agent's work, as soon as all tasks are known. */
async function findKept(
  keeper: Housekeeper,
  without: readonly SandboxSummary[],
): Promise<Pick<Leftovers, 'quarantines' | 'sessions'>> {
  const age = await rebuiltAge(keeper.queues);
  if (age < Math.max(REBUILT_MS, 4 * keeper.config.github.pollIntervalMs))
    return { quarantines: [], sessions: [] };
  return { quarantines: await findQuarantines(keeper, { without }), sessions: await findSessions(keeper) };
}
