import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import { instanceOf, parseQuarantineName } from '@opencode-commander/dispatcher';
import { listSandboxes, type Podman, parseRunDirectoryName } from '@opencode-commander/sandbox';
import type { LiveRun } from './read-live-runs.ts';

/** What runs left behind: names of containers, paths of the rest. */
export type Leftovers = { containers: string[]; quarantines: string[]; directories: string[] };

type Looking = {
  config: Pick<Config, 'dataDir' | 'runDir' | 'redis'>;
  readLive: () => Promise<readonly LiveRun[]>;
};

/** Everything of this installation that no live run owns. Throws PodmanError, RedisError. */
export async function findLeftovers(podman: Podman, { config, readLive }: Looking): Promise<Leftovers> {
  const instance = instanceOf(config);
  const sandboxes = await listSandboxes(podman);
  const quarantines = await entriesOf(join(config.dataDir, 'quarantine'), parseQuarantineName);
  const directories = await entriesOf(config.runDir, parseRunDirectoryName);
  // Asked last: whoever made any of this holds its run by now, or has let go of it for good.
  const live = await readLive();
  const others = sandboxes.filter((sandbox) => sandbox.instance !== instance);
  // Another installation may share the directories: what its containers use is not ours to take.
  const used = [...live, ...others];
  const unowned = (entries: readonly Entry[]) =>
    entries.filter((entry) => !isOwned(used, entry)).map(({ path }) => path);
  const orphans = sandboxes.filter((sandbox) => sandbox.instance === instance && !isOwned(live, sandbox));
  return {
    containers: orphans.map(({ name }) => name),
    quarantines: unowned(quarantines),
    directories: unowned(directories),
  };
}

function isOwned(live: readonly LiveRun[], { taskId, epoch }: LiveRun): boolean {
  return live.some((run) => run.taskId === taskId && run.epoch === epoch);
}

type Entry = LiveRun & { path: string };

/** What stands in a directory under a name that says which run it belongs to. */
async function entriesOf(directory: string, parse: (name: string) => LiveRun | null): Promise<Entry[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const run = parse(name);
    return run === null ? [] : [{ ...run, path: join(directory, name) }];
  });
}
