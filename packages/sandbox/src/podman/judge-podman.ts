import { basename } from 'node:path';
import type { PodmanInfo } from './podman.ts';
import { PODMAN_FLOOR } from './podman-floor.ts';
import type { PodmanHost } from './read-podman-host.ts';

/** One thing that was looked at; `message` says how it is, or what to do. */
export type Finding = { name: string; ok: boolean; message: string };

const [FLOOR_MAJOR = 0, FLOOR_MINOR = 0] = PODMAN_FLOOR.split('.').map(Number);
const CONTROLLERS = ['cpu', 'memory', 'pids'];

/** What a host needs before a Podman can run on it. */
export function judgeHost(host: PodmanHost): Finding[] {
  return [judgeVersion('podman', host.podmanVersion), judgeNamespaces(host), ...judgeSubordinateIds(host)];
}

/** What a running service needs for a sandbox. */
export function judgeService(service: {
  info: Pick<PodmanInfo, 'host'>;
  version: string;
  /** What sandboxes need, null where Podman's own choice will do. */
  runtime: string | null;
}): Finding[] {
  const { info, version, runtime } = service;
  const { ociRuntime, cgroupVersion, security } = info.host;
  const { name } = ociRuntime;
  const user = security.rootless ? 'rootless' : 'rootful';
  return [
    judgeVersion('podman service', version, `${user}, OCI runtime ${name}, cgroups ${cgroupVersion}`),
    ...judgeRuntime(name, runtime),
    judgeControllers(info),
  ];
}

/** Podman 4.3 makes every container with its service's runtime, whatever the container asks for. */
function judgeRuntime(name: string, wanted: string | null): Finding[] {
  if (wanted === null || basename(wanted) === name) return [];
  const remedy = `write runtime = "${wanted}" under [engine] in containers.conf, and start the service anew`;
  return [{ name: 'OCI runtime', ok: false, message: `${name}, where ${wanted} is needed: ${remedy}` }];
}

function judgeVersion(name: string, version: string | null, details = ''): Finding {
  if (version === null) {
    const message =
      'not installed: apt install podman, dnf install podman, pacman -S podman or brew install podman';
    return { name, ok: false, message };
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > FLOOR_MAJOR || (major === FLOOR_MAJOR && minor >= FLOOR_MINOR);
  if (!ok) return { name, ok, message: `${version} is too old: install ${PODMAN_FLOOR} or newer` };
  return { name, ok, message: [version, details].filter(Boolean).join(', ') };
}

function judgeNamespaces({ maxUserNamespaces }: PodmanHost): Finding {
  const name = 'user namespaces';
  if (maxUserNamespaces !== 0) return { name, ok: true, message: 'allowed' };
  return { name, ok: false, message: 'forbidden by the kernel: sysctl -w user.max_user_namespaces=15000' };
}

/** Rootless Podman maps a container's users to the ids /etc/subuid and /etc/subgid give its user. */
function judgeSubordinateIds({ uid, userName, subuid, subgid, hasNewuidmap }: PodmanHost): Finding[] {
  if (uid === 0) return [];
  const name = 'subordinate ids';
  const has = (table: string) =>
    table.split('\n').some((line) => line.startsWith(`${userName}:`) || line.startsWith(`${uid}:`));
  if (!hasNewuidmap)
    return [{ name, ok: false, message: 'newuidmap is missing: install uidmap (apt) or shadow-utils (dnf)' }];
  if (has(subuid) && has(subgid)) return [{ name, ok: true, message: 'given' }];
  const command = `usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${userName}`;
  return [{ name, ok: false, message: `none for ${userName}: sudo ${command} && podman system migrate` }];
}

function judgeControllers({ host }: Pick<PodmanInfo, 'host'>): Finding {
  const name = 'control groups';
  const missing = CONTROLLERS.filter((controller) => !host.cgroupControllers.includes(controller));
  if (missing.length === 0) return { name, ok: true, message: 'cpu, memory and pids can be limited' };
  const advice = host.security.rootless
    ? 'delegate them to users (systemd: Delegate=cpu memory pids for user@.service), with cgroups v2'
    : 'enable them in the kernel';
  return { name, ok: false, message: `${missing.join(', ')} cannot be limited: ${advice}` };
}
