import { access } from 'node:fs/promises';
import type { Podman, PodmanInfo } from './podman.ts';

/** The OCI runtime to ask for, null for Podman's own choice. */
export async function ociRuntime(podman: Podman): Promise<string | null> {
  return chooseRuntime(await podman.info(), await hasHybridCgroups());
}

/** crun refuses hosts that mount both cgroup versions ("cgroups in hybrid mode not supported"); runc takes them. */
export function chooseRuntime({ host }: Pick<PodmanInfo, 'host'>, hybrid: boolean): string | null {
  return hybrid && host.ociRuntime.name === 'crun' ? 'runc' : null;
}

async function hasHybridCgroups(): Promise<boolean> {
  return access('/sys/fs/cgroup/unified').then(
    () => true,
    () => false,
  );
}
