import { execFile } from 'node:child_process';
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PodmanError } from '../podman/podman-error.ts';
import type { AgentImageInputs } from './agent-image-inputs.ts';
import { type DependencyTree, dependencyTree } from './dependency-tree.ts';
import type { EnsureAgentImage } from './ensure-agent-image.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Paths on this machine of what goes into the image; disposing removes what was fetched for it. */
export type AgentPackages = AsyncDisposable & {
  opencode: string;
  node: string;
  npm: string;
  /** opencode's plugin package, which a repository's own tools and plugins import. */
  plugin: DependencyTree;
};

export type FindPackages = {
  /** Of the machine Podman runs on, in Podman's words. */
  arch: string;
} & Pick<EnsureAgentImage, 'temporaryDir' | 'onChild' | 'onProgress' | 'signal'>;

const NPM_ARCH: Readonly<Record<string, string>> = { amd64: 'x64', arm64: 'arm64' };
const FETCH_MS = 300_000;

/** The pinned npm packages for Podman's architecture: those installed beside the Containerfile, else from npm. */
export async function findPackages(inputs: AgentImageInputs, options: FindPackages): Promise<AgentPackages> {
  const arch = NPM_ARCH[options.arch];
  if (!arch)
    throw new PodmanError(`opencode is not made for ${options.arch}: use a host with amd64 or arm64.`);
  const fetched = await temporaryDirectory('commander-image-', options.temporaryDir);
  const dispose = () => rm(fetched, { recursive: true, force: true });
  const find = (name: string) => findPackage(inputs, { name, fetched, ...options });
  try {
    return {
      opencode: join(await find(`opencode-linux-${arch}`), 'bin', 'opencode'),
      node: join(await find(`node-linux-${arch}`), 'bin', 'node'),
      npm: await find('npm'),
      plugin: await dependencyTree(await find('@opencode-ai/plugin')),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

type FindPackage = Omit<FindPackages, 'arch'> & { name: string; fetched: string };

async function findPackage(inputs: AgentImageInputs, options: FindPackage): Promise<string> {
  const { name, fetched, onProgress, onChild, signal } = options;
  const installed = join(inputs.directory, 'node_modules', name);
  const isInstalled = await access(installed).then(
    () => true,
    () => false,
  );
  if (isInstalled) return installed;
  const wanted = `${name}@${inputs.packages[name]}`;
  onProgress(`fetching ${wanted} from npm`);
  // --force: the package may be for another operating system than this one's.
  const args = [
    'install',
    '--force',
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--prefix',
    fetched,
    wanted,
  ];
  const fetching = promisify(execFile)('npm', args, { timeout: FETCH_MS, ...(signal ? { signal } : {}) });
  if (fetching.child.pid !== undefined) onChild?.(fetching.child.pid);
  await fetching.catch((cause: unknown) => {
    const message = `The agent image needs the npm package ${wanted} and npm cannot fetch it: check the connection to the registry, and that it has this version.`;
    throw new PodmanError(message, { cause });
  });
  return join(fetched, 'node_modules', name);
}
