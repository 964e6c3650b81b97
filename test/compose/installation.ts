import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCKER } from './docker-daemon.ts';
import { findCompose } from './find-compose.ts';
import { run } from './run.ts';

/** Who the services run as: nobody special. */
export const SERVICE_USER = 1_000;
const TARGETS = ['redis', 'poller', 'mcp-gateway', 'dispatcher', 'demo'];
const BASE = 'opencode-commander/base';

export type Installation = {
  /** Runs compose on it. */
  compose(...args: string[]): Promise<string>;
  /** Where the sockets of runs are: the same path in the containers. */
  runDirectory: string;
  /** Of the gateway, and of the simulated GitHub. */
  url: string;
  githubUrl: string;
  /** Takes its directories away. */
  remove(): Promise<void>;
};

/** The images of all services, made on this machine alone. */
export async function buildImages(environment: Record<string, string>): Promise<void> {
  await run('sh', ['images/service/base.sh', BASE], { ...environment, DOCKER });
  for (const target of TARGETS) {
    const options = ['--quiet', '--network', 'host', '--build-arg', `BASE=${BASE}`, '--target', target];
    const tag = `opencode-commander/${target}:0.1.0`;
    const files = ['--tag', tag, '--file', 'images/service/Containerfile', '.'];
    await run(DOCKER, ['build', ...options, ...files], environment);
  }
}

/** Makes what compose.yaml needs of a host: directories, and an environment file as .env.example has it. */
export async function prepareInstallation(
  environment: Record<string, string>,
  wanted: {
    podmanSocket: string;
    agentImage: string;
    ports: readonly [number, number];
  },
): Promise<Installation> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  await chmod(directory, 0o755);
  for (const name of ['data', 'run']) {
    await mkdir(join(directory, name), { mode: 0o700 });
    await chown(join(directory, name), SERVICE_USER, SERVICE_USER);
  }
  const [port, githubPort] = wanted.ports;
  const settings = {
    COMMANDER_DIRECTORY: directory,
    COMMANDER_UID: SERVICE_USER,
    COMMANDER_GID: SERVICE_USER,
    COMMANDER_PORT: port,
    COMMANDER_DEMO_PORT: githubPort,
    COMMANDER_CONTAINERS_IMAGE: wanted.agentImage,
    COMMANDER_REDIS_IMAGE: 'opencode-commander/redis:0.1.0',
    PODMAN_SOCKET: wanted.podmanSocket,
  };
  const file = join(directory, 'env');
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const [program, ...part] = await findCompose(environment);
  const project = [...part, '--env-file', file, '--project-name', 'oc'];
  return {
    runDirectory: join(directory, 'run'),
    url: `http://127.0.0.1:${port}`,
    githubUrl: `http://127.0.0.1:${githubPort}`,
    compose: (...args) => run(program, [...project, ...args], environment),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
