import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DOCKER } from './docker.ts';
import { type Engine, type EngineStart, PROJECT_LABEL, SERVICE_LABEL } from './engine.ts';
import { findObstacle } from './find-obstacle.ts';
import { run } from './run.ts';
import { stopDaemon } from './stop-daemon.ts';
import { tryContainer } from './try-container.ts';

/**
 * Starts a dockerd that has everything in `directory` and leaves the host's firewall and forwarding as they are; `stop` ends it and takes
 * all of it away. Refused where it does not come up or cannot run a container.
 */
export async function startDocker(directory: string): Promise<EngineStart> {
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
  const refusal = complaint ?? (await tryContainer(DOCKER, environment));
  if (refusal === null) return { status: 'started', engine: engineOf(environment, stop) };
  await stop();
  return { status: 'refused', reason: refusal };
}

function engineOf(environment: Record<string, string>, stop: () => Promise<void>): Engine {
  return {
    program: DOCKER,
    environment,
    healthy: async (project) => {
      const those = ['--filter', 'health=healthy', '--filter', `label=${PROJECT_LABEL}=${project}`];
      const names = await run(
        DOCKER,
        ['ps', ...those, '--format', `{{.Label "${SERVICE_LABEL}"}}`],
        environment,
      );
      return names.split('\n').filter(Boolean).sort();
    },
    stop,
  };
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
