import type { Host } from './host.ts';

export const PACKAGE_MANAGERS = ['apt', 'dnf', 'pacman', 'brew'] as const;
export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number];

/** What to install, by package manager; one that is not named has no package for it. */
export type Packages = Partial<Record<PackageManagerName, readonly string[]>>;

/** Whether the host has what is required. `remedy` is packages to install, or a line for a person. */
export type Verdict =
  | { status: 'ok'; detail: string }
  | { status: 'trouble'; reason: string; remedy: { packages: Packages } | { advice: string } };

/** Something the host must have. Its check takes a fraction of a second and changes nothing. */
export type Requirement = { name: string; check(host: Host): Promise<Verdict> };

export function ok(detail: string): Verdict {
  return { status: 'ok', detail };
}

export function trouble(reason: string, remedy: { packages: Packages } | { advice: string }): Verdict {
  return { status: 'trouble', reason, remedy };
}
