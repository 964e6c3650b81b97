import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PodmanError } from '../podman/podman-error.ts';
import { checkSocketPath } from '../podman/socket-path.ts';
import { runDirectoryName } from './run-directory-name.ts';
import type { SandboxSpec } from './sandbox-spec.ts';

/** The host's side of a sandbox's two mounts. */
export type SandboxDirectories = {
  /** Holds both; nobody but this user gets in. */
  root: string;
  /** The container writes here: nothing in it is to be trusted. */
  agent: string;
  /** The container only reads here. */
  broker: string;
};

export function sandboxDirectories(spec: SandboxSpec): SandboxDirectories {
  return directoriesIn(join(spec.runDir, runDirectoryName(spec)));
}

export function directoriesIn(root: string): SandboxDirectories {
  return { root, agent: join(root, 'agent'), broker: join(root, 'broker') };
}

/** Where the container's end of the agent's socket appears. */
export function agentSocketIn({ agent }: SandboxDirectories): string {
  return join(agent, 'agent.sock');
}

/** Where the broker listens. */
export function brokerSocketIn({ broker }: SandboxDirectories): string {
  return join(broker, 'broker.sock');
}

/** Makes them anew; what a sandbox of the same name left behind goes. */
export async function makeDirectories(directories: SandboxDirectories): Promise<void> {
  checkSocketPath(brokerSocketIn(directories));
  await removeDirectories(directories);
  await mkdir(directories.root, { recursive: true, mode: 0o700 });
  await mkdir(directories.broker, { mode: 0o755 });
  await mkdir(directories.agent);
  // The container's user is another one than ours; the root above keeps everybody else out.
  await chmod(directories.agent, 0o777);
}

/** Only while no container has them mounted: its user could move things under our feet. */
export async function removeDirectories({ root }: SandboxDirectories): Promise<void> {
  await rm(root, { recursive: true, force: true }).catch((cause) => {
    const message = `The directory ${root} cannot be removed; it may hold files of a sandbox's user: podman unshare rm -r ${root}`;
    throw new PodmanError(message, { cause });
  });
}
