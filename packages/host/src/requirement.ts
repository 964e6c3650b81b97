import type { ExitCode } from '@opencode-commander/task';
import type { Host } from './host.ts';

export const PACKAGE_MANAGERS = ['apt', 'dnf', 'pacman', 'brew'] as const;
export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number];

/** What to install, by package manager; one that is not named has no package for it. */
export type Packages = Partial<Record<PackageManagerName, readonly string[]>>;

/** Packages to install, or a line for a person; null where the reason says itself what to do. */
export type Remedy = { packages: Packages } | { advice: string } | null;

/** Whether the host has what is required. */
export type Verdict =
  | { status: 'ok'; detail: string }
  | { status: 'trouble'; reason: string; remedy: Remedy };

/** Something the host must have. */
export type Requirement = {
  name: string;
  /** With what a command ends that cannot do without it; that of a configuration error unless given. */
  exitCode?: ExitCode;
  /** Takes a fraction of a second and changes nothing. */
  check(host: Host): Promise<Verdict>;
};

export function ok(detail: string): Verdict {
  return { status: 'ok', detail };
}

export function trouble(reason: string, remedy: Remedy): Verdict {
  return { status: 'trouble', reason, remedy };
}
