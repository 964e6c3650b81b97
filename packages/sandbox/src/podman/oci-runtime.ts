import { readFile } from 'node:fs/promises';
import type { Podman, PodmanInfo } from './podman.ts';

/**
 * The OCI runtime to ask for, null for Podman's own choice. Also right in a container of this kernel's, which has control groups
 * of its own in /sys/fs/cgroup: /proc/self/cgroup lists the hierarchies of the kernel.
 */
export async function ociRuntime(podman: Podman): Promise<string | null> {
  const hierarchies = await readFile('/proc/self/cgroup', 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''; // not a Linux host: Podman runs in a machine of its own
    throw error;
  });
  return chooseRuntime(await podman.info(), hierarchies);
}

/**
 * crun refuses hosts that mount both versions of control groups ("cgroups in hybrid mode not supported"); runc takes them.
 * `hierarchies` is /proc/self/cgroup: a line a mounted one, where 0 is version 2.
 */
export function chooseRuntime({ host }: Pick<PodmanInfo, 'host'>, hierarchies: string): string | null {
  const isHybrid = host.cgroupVersion === 'v1' && /^0::/m.test(hierarchies);
  return isHybrid && host.ociRuntime.name === 'crun' ? 'runc' : null;
}
