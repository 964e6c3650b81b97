import type { Host } from './host.ts';
import { PACKAGE_MANAGERS, type PackageManagerName, type Packages } from './requirement.ts';

type Command = readonly [string, ...string[]];

/** How a package manager is asked, as root where it needs to be (`brew` refuses root). */
type PackageManager = {
  program: string;
  needsRoot: boolean;
  /** Run once before the first installation; it may fail where only some sources are reachable. */
  refresh: Command | null;
  install: Command;
  /** What it is told besides when nobody is watching: fewer words, and patience with another one at work. */
  unattended: readonly string[];
};

export const MANAGERS: Readonly<Record<PackageManagerName, PackageManager>> = {
  apt: {
    program: 'apt-get',
    needsRoot: true,
    refresh: ['apt-get', 'update'],
    install: ['apt-get', 'install', '-y'],
    unattended: ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'],
  },
  dnf: { program: 'dnf', needsRoot: true, refresh: null, install: ['dnf', 'install', '-y'], unattended: [] },
  pacman: {
    program: 'pacman',
    needsRoot: true,
    refresh: ['pacman', '-Sy', '--noconfirm'],
    install: ['pacman', '-S', '--noconfirm', '--needed'],
    unattended: [],
  },
  brew: { program: 'brew', needsRoot: false, refresh: null, install: ['brew', 'install'], unattended: [] },
};

/** The first package manager this host has. */
export async function findPackageManager(host: Host): Promise<PackageManagerName | null> {
  for (const name of PACKAGE_MANAGERS) {
    if (await host.has(MANAGERS[name].program)) return name;
  }
  return null;
}

/** What a person would type to install these; null when the manager has none of them. */
export function installLine(name: PackageManagerName, wanted: readonly Packages[]): string | null {
  const packages = packagesFor(name, wanted);
  if (packages.length === 0) return null;
  const { needsRoot, install } = MANAGERS[name];
  return [...(needsRoot ? ['sudo'] : []), ...install, ...packages].join(' ');
}

export function packagesFor(name: PackageManagerName, wanted: readonly Packages[]): string[] {
  return [...new Set(wanted.flatMap((packages) => packages[name] ?? []))];
}
