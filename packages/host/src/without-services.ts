import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandEnd, Host } from './host.ts';
import { type Privilege, withPrivilege } from './privilege.ts';

export type AptInstallation = { host: Host; privilege: Privilege; packages: readonly string[] };

/** The programs by which Debian's packages start their services. */
const STARTERS = ['invoke-rc.d', 'deb-systemd-invoke'];
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Says that what a package would start at every boot from now on is not to be: we run our own, when we need it. */
const NOT_AT_BOOT: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'redis-server': [['update-rc.d', 'redis-server', 'disable']],
  'docker.io': [
    ['update-rc.d', 'docker', 'disable'],
    ['systemctl', '--quiet', 'disable', 'docker.socket', 'containerd.service'],
  ],
};

/**
 * Lets apt install without starting a service, now or at the next boot: its package scripts find starters that do
 * nothing. Unlike a policy-rc.d this changes nothing on the host, so nothing stays behind when we are killed midway.
 */
export async function withoutServices(
  { host, privilege, packages }: AptInstallation,
  install: (options: readonly string[]) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const directory = await mkdtemp(join(tmpdir(), 'commander-apt-'));
  try {
    await Promise.all(
      STARTERS.map((name) => writeFile(join(directory, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 })),
    );
    const end = await install(['-o', `DPkg::Path=${directory}:${PATH}`]);
    for (const line of packages.flatMap((name) => NOT_AT_BOOT[name] ?? [])) {
      await host.run(withPrivilege(privilege, line));
    }
    return end;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
