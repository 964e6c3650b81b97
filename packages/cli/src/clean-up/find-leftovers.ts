import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import {
  entriesOf,
  instanceOf,
  needsQuarantine,
  type Owners,
  parseQuarantineName,
} from '@opencode-commander/dispatcher';
import { listSandboxes, type Podman, parseRunDirectoryName } from '@opencode-commander/sandbox';
import { ownsSandbox, type TaskId } from '@opencode-commander/task';

/** What runs left behind: names of containers, paths of the rest. */
export type Leftovers = { containers: string[]; quarantines: string[]; directories: string[] };

type Looking = {
  config: Pick<Config, 'dataDir' | 'runDir' | 'redis'>;
  owners: Pick<Owners, 'keep'>;
};

/** One run of a task. */
type Run = { taskId: TaskId; epoch: number };

/**
 * Everything of this installation that no task owns any more. A task that waits or is queued keeps its container, and what
 * was made with it. Throws PodmanError, RedisError.
 */
export async function findLeftovers(podman: Podman, { config, owners }: Looking): Promise<Leftovers> {
  const instance = instanceOf(config);
  const sandboxes = await listSandboxes(podman);
  const quarantines = await entriesOf(join(config.dataDir, 'quarantine'), parseQuarantineName);
  const directories = await entriesOf(config.runDir, parseRunDirectoryName);
  // Asked last: whoever made any of this stands in its task's record by now, or has let go of it for good.
  const owns = ({ taskId, epoch, id = NO_CONTAINER }: Run & { id?: string }) =>
    owners.keep(taskId, (task) => ownsSandbox(task, { id, epoch }));
  const [others, ours] = partition(sandboxes, (sandbox) => sandbox.instance !== instance);
  const [kept, orphans] = await partitionAsync(ours, owns);
  // Another installation may share the directories: what its containers use is not ours to take.
  const used = [...kept, ...others];
  const unowned = async (entries: readonly Entry[]) => {
    const [, left] = await partitionAsync(entries, async (entry) => isOf(used, entry) || (await owns(entry)));
    return left.map(({ path }) => path);
  };
  // The next run of a task goes on from what was pushed to the one before.
  const needed = ({ taskId, epoch }: Run) => {
    const made = kept.filter((sandbox) => sandbox.taskId === taskId).map((sandbox) => sandbox.epoch);
    return owners.keep(taskId, (task) => needsQuarantine(task, { epoch, sandboxes: made }));
  };
  const [, unneeded] = await partitionAsync(
    quarantines,
    async (entry) => isOf(others, entry) || (await needed(entry)),
  );
  return {
    containers: orphans.map(({ name }) => name),
    quarantines: unneeded.map(({ path }) => path),
    directories: await unowned(directories),
  };
}

/** No container has this id: of what is no container the run alone tells. */
const NO_CONTAINER = '';

function isOf(runs: readonly Run[], { taskId, epoch }: Run): boolean {
  return runs.some((run) => run.taskId === taskId && run.epoch === epoch);
}

function partition<T>(items: readonly T[], fits: (item: T) => boolean): [fitting: T[], others: T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}

async function partitionAsync<T>(
  items: readonly T[],
  fits: (item: T) => Promise<boolean>,
): Promise<[fitting: T[], others: T[]]> {
  const answers = new Map<T, boolean>();
  for (const item of items) answers.set(item, await fits(item));
  return partition(items, (item) => answers.get(item) === true);
}

type Entry = Run & { path: string };
