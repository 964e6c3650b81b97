import type { Host } from './host.ts';
import { ok, type Packages, type Requirement, trouble, type Verdict } from './requirement.ts';
import { findVersion, isAtLeast } from './version.ts';

export type ProgramRequirement = {
  name: string;
  floor: string;
  packages: Packages;
  /** What has it say its version; `--version` unless given. */
  versionFlag?: string;
};

/** A program that must be on the PATH, and not older than `floor`. */
export function program(wanted: ProgramRequirement): Requirement {
  return { name: wanted.name, check: (host) => checkProgram(host, wanted) };
}

export async function checkProgram(
  host: Host,
  { name, floor, packages, versionFlag = '--version' }: ProgramRequirement,
): Promise<Verdict> {
  const end = await host.run([name, versionFlag]);
  if (end.status === 'missing') return trouble(`${name} is not installed`, { packages });
  const version = findVersion(end.output);
  if (end.code !== 0 || !version) {
    return trouble(`${name} ${versionFlag} fails`, { advice: `repair or reinstall ${name}` });
  }
  if (isAtLeast(version, floor)) return ok(version);
  return trouble(`${name} ${version} is too old`, { advice: `install ${name} ${floor} or newer` });
}
