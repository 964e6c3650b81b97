import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What this host has of what Podman needs. */
export type PodmanHost = {
  uid: number;
  userName: string;
  /** Null where podman cannot be run. */
  podmanVersion: string | null;
  /** Null where the kernel does not say (not Linux). */
  maxUserNamespaces: number | null;
  /** /etc/subuid and /etc/subgid, empty where there are none. */
  subuid: string;
  subgid: string;
  hasNewuidmap: boolean;
};

const VERSION_MS = 10_000;

export async function readPodmanHost({
  uid,
  userName,
}: {
  uid: number;
  userName: string;
}): Promise<PodmanHost> {
  const [podmanVersion, namespaces, subuid, subgid] = await Promise.all([
    readVersion(),
    readText('/proc/sys/user/max_user_namespaces'),
    readText('/etc/subuid'),
    readText('/etc/subgid'),
  ]);
  const newuidmap = await Promise.any(
    ['/usr/bin/newuidmap', '/bin/newuidmap'].map((path) => access(path)),
  ).catch(() => null);
  return {
    uid,
    userName,
    podmanVersion,
    maxUserNamespaces: namespaces === '' ? null : Number(namespaces),
    subuid,
    subgid,
    hasNewuidmap: newuidmap !== null,
  };
}

async function readVersion(): Promise<string | null> {
  const run = promisify(execFile)('podman', ['--version'], { timeout: VERSION_MS });
  // Whatever the reason, such a podman is none.
  const { stdout } = await run.catch(() => ({ stdout: '' }));
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? null;
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
