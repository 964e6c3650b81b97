import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from './run.ts';

/** A Docker of this test's own. */
export type DockerDaemon = { environment: Record<string, string>; stop(): Promise<void> };

/** `reason` says why this machine allows none. */
export type DockerStart = { status: 'started'; docker: DockerDaemon } | { status: 'refused'; reason: string };

/** The distribution's, which fits its dockerd; there may be another one on the PATH. */
export const DOCKER = '/usr/bin/docker';

/**
 * Starts a dockerd that has everything in `directory` and leaves the host's firewall and forwarding as they are; `stop` ends it and takes
 * all of it away. Refused where it does not come up or cannot run a container.
 */
export async function startDocker(directory: string): Promise<DockerStart> {
  const reason = await findObstacle();
  if (reason !== null) return { status: 'refused', reason };
  await mkdir(directory, { recursive: true });
  const socket = `unix://${join(directory, 'd.sock')}`;
  const daemon = spawnDaemon(directory, socket);
  const stop = () => stopDaemon(daemon, directory);
  const complaint = await untilListening(daemon);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    TMPDIR: tmpdir(),
    DOCKER_HOST: socket,
    ...(await builder()),
  };
  const refusal = complaint ?? (await tryContainer(environment));
  if (refusal === null) return { status: 'started', docker: { environment, stop } };
  await stop();
  return { status: 'refused', reason: refusal };
}

/** What forbids a dockerd here, as far as that can be seen without one. */
async function findObstacle(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root can start a dockerd';
  const bridged = await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8').catch(() => '0');
  if (bridged.trim() === '0') return null;
  const policy = await run('iptables', ['--list-rules', 'FORWARD'], { PATH: process.env['PATH'] ?? '' });
  return policy.includes('-P FORWARD DROP')
    ? 'the firewall drops what containers say to each other, as another Docker would have it'
    : null;
}

/** Before Docker 23 BuildKit has to be asked for; from then on it is taken where its plugin is there, and must not be asked for elsewhere. */
async function builder(): Promise<Record<string, string>> {
  const said = await run(DOCKER, ['--version'], { PATH: process.env['PATH'] ?? '' });
  return Number(/version (\d+)/.exec(said)?.[1]) < 23 ? { DOCKER_BUILDKIT: '1' } : {};
}

function spawnDaemon(directory: string, socket: string): ChildProcess {
  const place = (name: string) => join(directory, name);
  const places = ['--data-root', place('data'), '--exec-root', place('exec'), '--pidfile', place('pid')];
  // The host's network stays as it is: ports of loopback are forwarded by docker-proxy, and nothing in a container needs a way out.
  const network = ['--bridge', 'none', '--iptables=false', '--ip-forward=false'];
  const args = ['--host', socket, ...places, ...network, '--storage-driver', 'overlay2'];
  return spawn('dockerd', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Null when it listens, else what it said last. */
async function untilListening(daemon: ChildProcess): Promise<string | null> {
  const failure = once(daemon, 'error').then(([error]) => `dockerd cannot be started: ${error}`);
  const said: string[] = [];
  const listening = async () => {
    if (daemon.stderr === null) throw new Error('its output is not read');
    for await (const line of createInterface({ input: daemon.stderr })) {
      said.push(line);
      if (line.includes('API listen on')) return null;
    }
    return `dockerd does not come up: ${said.slice(-2).join(' · ')}`;
  };
  const complaint = await Promise.race([listening(), failure]);
  daemon.stderr?.resume();
  return complaint;
}

const PROGRAMS = ['/usr', '/bin', '/lib', '/lib64'];

/** Null when a container runs, else what Docker says. Its root is empty but for the host's programs, so that it needs no image. */
async function tryContainer(environment: Record<string, string>): Promise<string | null> {
  const docker = (...args: string[]) => run(DOCKER, args, environment);
  const mounts = PROGRAMS.map((path) => `--volume=${path}:${path}:ro`);
  const image = 'trial';
  try {
    await run('sh', ['-c', `tar --create --files-from /dev/null | ${DOCKER} import - ${image}`], environment);
    await docker('network', 'create', image);
    await docker('run', '--rm', '--network', image, ...mounts, image, '/usr/bin/true');
    await docker('network', 'rm', image);
    return null;
  } catch (error) {
    return `docker cannot run a container: ${String(error).trim().split('\n').slice(-2).join(' · ')}`;
  }
}

async function stopDaemon(daemon: ChildProcess, directory: string): Promise<void> {
  if (daemon.pid !== undefined && daemon.exitCode === null) {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
  }
  // Whatever says where its plugins would be is made outside of its directory.
  for (const path of ['/run/docker/plugins', '/run/docker']) await rmdir(path).catch(() => undefined);
  for (const path of await mountsOf(directory))
    await run('umount', [path], { PATH: process.env['PATH'] ?? '' });
  const left = await processesOf(directory);
  if (left.length > 0) throw new Error(`dockerd left behind: ${left.join('; ')}`);
  await rm(directory, { recursive: true, force: true });
}

/** The network namespace of containers that have the host's stays mounted when dockerd ends. The innermost first. */
async function mountsOf(directory: string): Promise<string[]> {
  const places = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(`${directory}/`)).reverse();
}

/** Command lines that name the directory: those of dockerd, its containerd and the keepers of its containers do. */
async function processesOf(directory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    // A process may end between the listing and this.
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(`${directory}/`));
}
