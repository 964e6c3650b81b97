import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCKER } from './docker-daemon.ts';
import { findCompose } from './find-compose.ts';
import { run } from './run.ts';

/** Who the services run as: nobody special. */
export const SERVICE_USER = 1_000;
const TARGETS = ['redis', 'poller', 'mcp-gateway', 'dispatcher', 'demo'];
const BASE = 'opencode-commander/base';
const { version: VERSION } = JSON.parse(
  await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
);
const REDIS_IMAGE = `opencode-commander/redis:${VERSION}`;

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
    const tag = `opencode-commander/${target}:${VERSION}`;
    const files = ['--tag', tag, '--file', 'images/service/Containerfile', '.'];
    await run(DOCKER, ['build', ...options, ...files], environment);
  }
}

/** Prepares a host for compose.yaml as the README does, for a user and ports of the test's own. */
export async function prepareInstallation(
  environment: Record<string, string>,
  wanted: { podmanSocket: string; agentImage: string; port: number; githubPort: number },
): Promise<Installation> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  await chmod(directory, 0o755);
  const { port, githubPort } = wanted;
  const prepared = await run('sh', ['images/service/prepare.sh', 'images/service/demo'], {
    ...environment,
    OC_DIRECTORY: join(directory, 'oc'),
    OC_UID: `${SERVICE_USER}`,
    OC_GID: `${SERVICE_USER}`,
    OC_PODMAN_SOCKET: wanted.podmanSocket,
  });
  const besides = [
    `OC_PORT=${port}`,
    `OC_DEMO_PORT=${githubPort}`,
    `OC_REDIS_IMAGE=${REDIS_IMAGE}`,
    `COMMANDER_CONTAINERS_IMAGE=${wanted.agentImage}`,
  ];
  const file = join(directory, 'env');
  await writeFile(file, `${prepared}${besides.join('\n')}\n`);
  const [program, ...part] = await findCompose(environment);
  const project = [...part, '--env-file', file, '--project-name', 'oc'];
  return {
    runDirectory: join(directory, 'oc/run'),
    url: `http://127.0.0.1:${port}`,
    githubUrl: `http://127.0.0.1:${githubPort}`,
    compose: (...args) => run(program, [...project, ...args], environment),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
