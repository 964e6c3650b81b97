import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listSandboxes } from '@opencode-commander/sandbox';
import { PREFIX, type World } from '../world.ts';

/** What is still there after every process of commander has ended, although no task needs it. */
export async function findLeftovers(world: World, directory: string): Promise<string[]> {
  return [
    ...(await containers(world)),
    ...(await runDirectories(world)),
    ...(await locks(world)),
    ...(await processes(directory)),
  ];
}

async function containers({ podman, instances }: World): Promise<string[]> {
  const all = await listSandboxes(podman);
  const ours = all.filter(({ instance }) => instances.includes(instance));
  return ours.map(({ taskId, epoch, id }) => `the container ${id.slice(0, 12)} of ${taskId}, epoch ${epoch}`);
}

async function runDirectories({ runDirs }: World): Promise<string[]> {
  const found = await Promise.all(
    runDirs.map(async (directory) =>
      (await readdir(directory).catch(() => [])).map((name) => join(directory, name)),
    ),
  );
  return found.flat().map((path) => `in the run directory: ${path}`);
}

async function locks({ redis }: World): Promise<string[]> {
  const { client } = redis;
  const held = await client.keys(`{${PREFIX}}:*:lock`);
  const lists = (await client.keys(`{${PREFIX}}:*:active`)).concat(
    await client.keys(`{${PREFIX}}:*:stalled`),
  );
  // A scheduled tick that was under way is given back, and waits for the next poller.
  return [...held, ...lists].filter((key) => !key.includes(':polls:')).map((key) => `in Redis: ${key}`);
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
