import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rebuiltAge } from '@opencode-commander/queue';
import { listSandboxes, parseRunDirectoryName } from '@opencode-commander/sandbox';
import type { Task } from '@opencode-commander/task';
import { PREFIX, type World } from '../world.ts';
import { leftInRedis } from './left-in-redis.ts';
import { leftOnDisk, tasksNamed } from './left-on-disk.ts';

/** What is still there after every process of commander has ended, although no task needs it. */
export async function findLeftovers(world: World, directory: string): Promise<string[]> {
  return [
    ...(await containers(world)),
    ...(await runDirectories(world)).map((path) => `in the run directory: ${path}`),
    ...(await keys(world)),
    ...((await isOldEnough(world, AGE_MS + DRAINING_MS)) ? await disks(world) : []),
    ...(await processes(directory)),
  ];
}

/** What dispatchers have to remove: the quarantines and sessions on the hosts' disks that no task needs, as far as it is time for that. */
export async function leftOnDisks(world: World): Promise<string[]> {
  return (await isOldEnough(world, AGE_MS)) ? disks(world) : [];
}

/** Of a Redis that lost everything, and was rebuilt no longer ago than this, dispatchers do not take its word for what nobody needs. */
const AGE_MS = 5 * 60_000;
/** Longer than it takes from when all has settled until this is looked at. */
const DRAINING_MS = 60_000;

async function isOldEnough({ queues }: World, ms: number): Promise<boolean> {
  return (await rebuiltAge(queues)) > ms;
}

async function disks({ dataDirs, store }: World): Promise<string[]> {
  const found = dataDirs.map(async (directory) => {
    const names = (part: string) => readdir(join(directory, part)).catch(() => []);
    const seen = { quarantines: await names('quarantine'), sessions: await names('sessions') };
    const owners = new Map<string, Task | null>();
    for (const id of tasksNamed(seen)) owners.set(id, await store.get(id));
    return leftOnDisk(seen, (id) => owners.get(id) ?? null).map((what) => `${what} in ${directory}`);
  });
  return (await Promise.all(found)).flat();
}

async function containers({ podman, instances }: World): Promise<string[]> {
  const all = await listSandboxes(podman);
  const ours = all.filter(({ instance }) => instances.includes(instance));
  return ours.map(({ taskId, epoch, id }) => `the container ${id.slice(0, 12)} of ${taskId}, epoch ${epoch}`);
}

/** What stands in the run directories of both hosts, by its path; without what a task that Redis has lost may need. */
export async function runDirectories({ runDirs, store }: World): Promise<string[]> {
  const left: string[] = [];
  for (const directory of runDirs) {
    for (const name of await readdir(directory).catch(() => [])) {
      const owner = parseRunDirectoryName(name);
      if (owner === null || (await store.get(owner.taskId)) !== null) left.push(join(directory, name));
    }
  }
  return left;
}

async function keys({ redis, queues }: World): Promise<string[]> {
  const found = await redis.client.keys(`{${PREFIX}}:*`);
  const lanes = found.filter((key) => key.startsWith(`{${PREFIX}}:lane:`));
  const seen = lanes.map(async (key) => {
    const ids = await redis.client.lrange(key, 0, -1);
    return { key, jobs: await Promise.all(ids.map((id) => queues.outbox.getJobState(id))) };
  });
  return leftInRedis({ keys: found, lanes: await Promise.all(seen) });
}

/** Whatever names the run's directory, but for the rig's own: the simulators' git, Podman and Redis. */
async function processes(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines
    .map((line, i) => ({ pid: pids[i], line: line.replaceAll('\0', ' ').trim() }))
    .filter(
      ({ line }) =>
        line.includes(`${directory}/`) &&
        !line.includes('umount --lazy') &&
        !RIG.some((own) => line.includes(`${directory}/${own}`)),
    )
    .map(({ pid, line }) => `the process ${pid}: ${line.slice(0, 200)}`);
}

const RIG = ['github', 'redis', 'p/'];
