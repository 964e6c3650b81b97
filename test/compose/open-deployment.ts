import { chown } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  connectPodman,
  ensureAgentImage,
  type Podman,
  startPodmanService,
} from '@opencode-commander/sandbox';
import { freePort } from '@opencode-commander/simulators';
import { buildImages } from './build-images.ts';
import { type Compose, composeOf } from './compose.ts';
import { type DemoGitHub, demoGitHub } from './demo-github.ts';
import type { Engine } from './engine.ts';
import { findCompose } from './find-compose.ts';
import { type Gateway, gatewayAt } from './gateway.ts';
import { HOST } from './host.ts';
import { type Installation, prepareInstallation, SERVICE_USER } from './prepare-installation.ts';
import { startDocker } from './start-docker.ts';
import { startPodman } from './start-podman.ts';

/** The demo of compose.yaml, ready to be brought up with images made here; its agents are in the host's Podman. */
export type Deployment = {
  compose: Compose;
  engine: Engine;
  podman: Podman;
  installation: Installation;
  github: DemoGitHub;
  gateway: Gateway;
  /** Has compose do what these words say, and gives what it prints. */
  ask(words: string): Promise<string>;
  /** Takes away all that it made. */
  close(): Promise<void>;
};

/** `reason` says why this machine allows none. */
export type DeploymentStart =
  | { status: 'ready'; deployment: Deployment }
  | { status: 'refused'; reason: string };

/** `directory` is short, for sockets. The variable COMPOSE names another compose than the first that is found. */
export async function openDeployment(directory: string): Promise<DeploymentStart> {
  const wanted = process.env['COMPOSE'];
  const compose = wanted ? composeOf(wanted) : await findCompose(HOST);
  const start = { docker: startDocker, podman: startPodman }[compose.engine];
  const started = await start(join(directory, 'e'));
  if (started.status === 'refused') return started;
  const { engine } = started;
  const opened: (() => Promise<unknown>)[] = [engine.stop];
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    const service = await startPodmanService({ runDir: directory, runtime: null, environment: process.env });
    opened.push(service.stop);
    const podman = connectPodman(service.socket);
    opened.push(podman.close);
    const imageDir = resolve(import.meta.dirname, '../../images/agent');
    const [{ tag: agentImage }] = await Promise.all([
      ensureAgentImage({ podman, imageDir, onProgress: () => undefined }),
      buildImages(engine),
    ]);
    await chown(podman.socket, SERVICE_USER, SERVICE_USER);
    const ports = { port: await freePort(), githubPort: await freePort() };
    const places = { podmanSocket: podman.socket, agentImage, ...ports };
    const installation = await prepareInstallation(engine, { compose, ...places });
    opened.push(installation.remove);
    const deployment = {
      compose,
      engine,
      podman,
      installation,
      github: demoGitHub(installation.githubUrl),
      gateway: gatewayAt(installation.url),
      ask: (words: string) => installation.compose(...words.split(' ')),
      close,
    };
    return { status: 'ready', deployment };
  } catch (error) {
    await close();
    throw error;
  }
}
