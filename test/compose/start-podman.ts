import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, type EngineStart, PROJECT_LABEL, SERVICE_LABEL } from './engine.ts';
import { run } from './run.ts';
import { tryContainer } from './try-container.ts';

const PROGRAM = 'podman';

/**
 * Prepares a Podman that has everything in `directory`: another one than the host's, whose containers are the agents. Refused where
 * it cannot run a container.
 */
export async function startPodman(directory: string): Promise<EngineStart> {
  if (process.getuid?.() !== 0)
    return { status: 'refused', reason: 'only root can give the services a socket' };
  await mkdir(directory, { recursive: true });
  const environment = await configure(directory);
  const podman = (...args: string[]) => run(PROGRAM, args, environment);
  const stop = async () => {
    await podman('system', 'reset', '--force');
    await rm(directory, { recursive: true, force: true });
  };
  const reason = await tryContainer(PROGRAM, environment);
  if (reason === null) {
    const engine: Engine = {
      program: PROGRAM,
      environment,
      healthy: (project) => healthy(project, podman),
      stop,
    };
    return { status: 'started', engine };
  }
  await stop();
  return { status: 'refused', reason };
}

/**
 * The services find each other by netavark and aardvark-dns; CNI, which Podman 4 may take too, knows no names. Not every root may
 * give a container as many open files and processes as Podman would by itself.
 */
async function configure(directory: string): Promise<Record<string, string>> {
  const place = (name: string) => join(directory, name);
  const storage = `[storage]\ndriver = "overlay"\ngraphroot = "${place('data')}"\nrunroot = "${place('run')}"\n`;
  await writeFile(place('storage.conf'), storage);
  const network = `[network]\nnetwork_backend = "netavark"\nnetwork_config_dir = "${place('networks')}"\n`;
  const containers = `[containers]\ndefault_ulimits = ["nofile=8192:8192", "nproc=8192:8192"]\n`;
  const engine = `[engine]\ntmp_dir = "${place('tmp')}"\n`;
  await writeFile(place('containers.conf'), `${containers}${network}${engine}`);
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    TMPDIR: directory,
    CONTAINERS_STORAGE_CONF: place('storage.conf'),
    CONTAINERS_CONF: place('containers.conf'),
  };
}

/** Asks the containers themselves: where systemd does not, nobody looks after their health. */
async function healthy(project: string, podman: (...args: string[]) => Promise<string>): Promise<string[]> {
  const options = ['--filter', `label=${PROJECT_LABEL}=${project}`, '--format', 'json'];
  const containers: { Id: string; Labels: Record<string, string> }[] = JSON.parse(
    await podman('ps', ...options),
  );
  const found = await Promise.all(
    containers.map(async ({ Id: id, Labels: labels }) => {
      const passes = await podman('healthcheck', 'run', id).then(
        () => true,
        () => false,
      );
      return passes ? [labels[SERVICE_LABEL] ?? ''] : [];
    }),
  );
  return found.flat().sort();
}
