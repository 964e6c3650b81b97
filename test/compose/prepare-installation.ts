import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageOf } from './build-images.ts';
import type { Compose } from './compose.ts';
import type { Engine } from './engine.ts';
import { run } from './run.ts';

/** Who the services run as: nobody special. */
export const SERVICE_USER = 1_000;
/** What compose calls all of it. */
export const PROJECT = 'oc';

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

/** Prepares a host for compose.yaml as the README does, for a user and ports of the test's own. */
export async function prepareInstallation(
  { environment }: Engine,
  wanted: { compose: Compose; podmanSocket: string; agentImage: string; port: number; githubPort: number },
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
  const settings = [
    ...prepared.trim().split('\n'),
    `OC_PORT=${port}`,
    `OC_DEMO_PORT=${githubPort}`,
    `OC_REDIS_IMAGE=${imageOf('redis')}`,
    `COMMANDER_CONTAINERS_IMAGE=${wanted.agentImage}`,
  ];
  const file = join(directory, 'env');
  await writeFile(file, `${settings.join('\n')}\n`);
  const { command, hasEnvFile } = wanted.compose;
  const [program, ...part] = command;
  const project = [...part, ...(hasEnvFile ? ['--env-file', file] : []), '--project-name', PROJECT];
  const variables = hasEnvFile ? {} : Object.fromEntries(settings.map((line) => line.split('=', 2)));
  return {
    runDirectory: join(directory, 'oc/run'),
    url: `http://127.0.0.1:${port}`,
    githubUrl: `http://127.0.0.1:${githubPort}`,
    compose: (...args) => run(program, [...project, ...args], { ...environment, ...variables }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
