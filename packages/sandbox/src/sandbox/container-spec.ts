import type { HostLimits } from './host-limits.ts';
import type { SandboxDirectories } from './sandbox-directories.ts';
import { sandboxLabels } from './sandbox-labels.ts';
import { type NixCacheMount, type SandboxSpec, sandboxName } from './sandbox-spec.ts';
import { UID_RANGE } from './uid-base.ts';

export type Placement = {
  directories: SandboxDirectories;
  /** First host uid of the sandbox's user namespace; null where Podman is rootless and maps by itself. */
  uidBase: number | null;
  runtime: string | null;
  limits: HostLimits;
};

const CPU_PERIOD_US = 100_000;
const LOG_BYTES = 8 * 1024 * 1024;
const STOP_SECONDS = 10;
const FILLING = ['tini', '-g', '--', '/usr/local/bin/agent-fill-nix-cache'];
const SOCKET_MOUNT = ['nosuid', 'nodev', 'noexec'];

/** The body of libpod's `POST /containers/create` (SpecGenerator) for a sandbox. */
export function containerSpec(spec: SandboxSpec, placement: Placement) {
  return {
    name: sandboxName(spec),
    image: spec.image,
    env: spec.env,
    labels: sandboxLabels(spec, placement.uidBase),
    ...confinement(spec, placement),
    mounts: mounts(placement.directories),
    ...(spec.nixCache ? nixCacheParts(spec.nixCache) : {}),
    image_volume_mode: 'ignore',
    stop_timeout: STOP_SECONDS,
    log_configuration: { driver: 'k8s-file', size: LOG_BYTES },
    ...(placement.runtime ? { oci_runtime: placement.runtime } : {}),
  };
}

function confinement(spec: SandboxSpec, { uidBase, limits }: Placement) {
  return {
    netns: { nsmode: 'none' },
    // Podman's own /dev/shm is a mount on the host that is often still busy when a container is removed: see `mounts`.
    ipcns: { nsmode: 'none' },
    ...(uidBase === null ? {} : userNamespace(uidBase)),
    cap_drop: ['all'],
    no_new_privileges: true,
    // The host's proxy settings may hold a password.
    httpproxy: false,
    r_limits: [
      { type: 'nofile', soft: limits.files, hard: limits.files },
      { type: 'nproc', soft: limits.processes, hard: limits.processes },
    ],
    resource_limits: {
      memory: { limit: spec.memoryBytes, swap: spec.memoryBytes },
      pids: { limit: spec.pidsLimit },
      cpu: { quota: Math.round(spec.cpus * CPU_PERIOD_US), period: CPU_PERIOD_US },
    },
  };
}

function userNamespace(uidBase: number) {
  const map = [{ container_id: 0, host_id: uidBase, size: UID_RANGE }];
  const idmappings = { HostUIDMapping: false, HostGIDMapping: false, UIDMap: map, GIDMap: map };
  return { userns: { nsmode: 'private' }, idmappings };
}

/** An agent must not be able to write what later agents are to run. */
function nixCacheParts({ volume, use }: NixCacheMount) {
  const mode = use === 'read' ? 'ro' : 'rw';
  const volumes = [{ Name: volume, Dest: '/run/commander/nix-cache', Options: [mode, ...SOCKET_MOUNT] }];
  return use === 'read' ? { volumes } : { volumes, entrypoint: FILLING };
}

function mounts({ agent, broker }: SandboxDirectories) {
  const bind = (source: string, name: string, mode: string) => ({
    type: 'bind',
    source,
    destination: `/run/commander/${name}`,
    options: [mode, ...SOCKET_MOUNT],
  });
  const shm = ['rw', 'nosuid', 'nodev', 'noexec', 'mode=1777', 'size=64m'];
  return [
    bind(agent, 'agent', 'rw'),
    bind(broker, 'broker', 'ro'),
    { type: 'tmpfs', source: 'tmpfs', destination: '/dev/shm', options: shm },
  ];
}
