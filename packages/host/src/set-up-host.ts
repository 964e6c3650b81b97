import type { Host } from './host.ts';
import { HostError } from './host-error.ts';
import { installPackages } from './install-packages.ts';
import { findPackageManager, installLine, packagesFor } from './package-manager.ts';
import { findPrivilege } from './privilege.ts';
import {
  PACKAGE_MANAGERS,
  type Packages,
  type Remedy,
  type Requirement,
  type Verdict,
} from './requirement.ts';

export type SetUp = {
  host: Host;
  requirements: readonly Requirement[];
  /** Gets one line at a time: what is about to be done, and what a person has to do. */
  say: (line: string) => void;
};

type Trouble = { name: string; reason: string; remedy: Remedy };

/**
 * Makes sure that the host has what is required: installs what is missing when it may (as root or with passwordless
 * sudo), else says the commands. It looks again afterwards, for what is installed can show what else is missing:
 * Podman first, then the runtime it needs here. Throws HostError.
 */
export async function setUpHost(setUp: SetUp): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const troubles = await findTroubles(setUp);
    if (troubles.length === 0) return;
    const wanted = troubles.flatMap(({ remedy }) =>
      remedy && 'packages' in remedy ? [remedy.packages] : [],
    );
    const isNew = wanted.some((packages) => !tried.has(JSON.stringify(packages)));
    if (!isNew) throw new HostError(troubles.map(asText).join('; '));
    for (const { reason } of troubles) setUp.say(`${reason}.`);
    await install(setUp, wanted);
    for (const packages of wanted) tried.add(JSON.stringify(packages));
  }
}

async function findTroubles({ host, requirements }: SetUp): Promise<Trouble[]> {
  const verdicts = await Promise.all(
    requirements.map(
      async ({ name, check }): Promise<Verdict & { name: string }> => ({ name, ...(await check(host)) }),
    ),
  );
  return verdicts.filter((verdict) => verdict.status === 'trouble');
}

async function install({ host, say }: SetUp, wanted: readonly Packages[]): Promise<void> {
  const manager = await findPackageManager(host);
  const privilege = manager && (await findPrivilege(host, manager));
  const packages = manager ? packagesFor(manager, wanted) : [];
  if (!manager || !privilege || packages.length === 0) return refuse(say, wanted);
  say(`Installing ${packages.join(', ')} with ${manager}: this can take a minute …`);
  const started = performance.now();
  await installPackages({ host, manager, privilege }, packages);
  say(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s; no service was started.`);
}

function refuse(say: SetUp['say'], wanted: readonly Packages[]): never {
  say('Install them with one of:');
  for (const name of PACKAGE_MANAGERS) {
    const line = installLine(name, wanted);
    if (line) say(`  ${line}`);
  }
  throw new HostError('Programs are missing and may not be installed from here: install them as said above.');
}

function asText({ name, reason, remedy }: Trouble): string {
  return `${name}: ${reason}${remedy && 'advice' in remedy ? `: ${remedy.advice}` : ''}`;
}
