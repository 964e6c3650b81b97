import { PODMAN_FLOOR } from '@opencode-commander/sandbox';
import { EXIT_CODES } from '@opencode-commander/task';
import type { Host } from './host.ts';
import { checkProgram } from './program.ts';
import { ok, type Requirement, trouble, type Verdict } from './requirement.ts';
import { tryContainer } from './try-container.ts';

const PACKAGES = {
  apt: ['podman', 'runc'],
  dnf: ['podman', 'runc'],
  pacman: ['podman', 'runc'],
  brew: ['podman'],
};
const RUNC = { apt: ['runc'], dnf: ['runc'], pacman: ['runc'] };

/** Podman, and that it runs a container: with its own runtime, or with runc where that one refuses. */
export const PODMAN: Requirement = {
  name: 'podman',
  exitCode: EXIT_CODES.container,
  async check(host) {
    const installed = await checkProgram(host, { name: 'podman', floor: PODMAN_FLOOR, packages: PACKAGES });
    if (installed.status === 'trouble') return installed;
    if (host.platform !== 'linux') return checkMachine(host, installed.detail);
    return checkRuntimes(host, installed.detail);
  },
};

async function checkRuntimes(host: Host, version: string): Promise<Verdict> {
  const usual = await tryContainer(host, null);
  if (usual.status === 'ran') return ok(`${version}, runs containers`);
  const runc = await tryContainer(host, 'runc');
  if (runc.status === 'ran') return ok(`${version}, runs containers with runc (by default: ${usual.reason})`);
  if (!(await host.has('runc'))) {
    return trouble(`podman's runtime refuses to run a container: ${usual.reason}`, { packages: RUNC });
  }
  return trouble(`podman cannot run a container: ${usual.reason}`, {
    advice:
      'use a machine that allows namespaces and cgroups (in a container: a privileged one); `podman run --rm <image> true` must work',
  });
}

/** Elsewhere than on Linux containers live in a virtual machine, which somebody has to start. */
async function checkMachine(host: Host, version: string): Promise<Verdict> {
  const info = await host.run(['podman', 'info']);
  if (info.status === 'ended' && info.code === 0) return ok(`${version}, its machine runs`);
  return trouble("podman's virtual machine does not run", {
    advice: '`podman machine init && podman machine start`',
  });
}
