import type { Host } from './host.ts';
import { MANAGERS } from './package-manager.ts';
import type { PackageManagerName } from './requirement.ts';

/** How this user comes to run a package manager: as who they are, or by sudo that asks for no password. */
export type Privilege = 'own' | 'sudo';

/** Null when this user may not install. `brew` refuses root; every other one needs it. */
export async function findPrivilege(host: Host, manager: PackageManagerName): Promise<Privilege | null> {
  const isRoot = host.uid === 0;
  if (!MANAGERS[manager].needsRoot) return isRoot ? null : 'own';
  if (isRoot) return 'own';
  const sudo = await host.run(['sudo', '-n', 'true']);
  return sudo.status === 'ended' && sudo.code === 0 ? 'sudo' : null;
}

/** A package manager's command line, told not to ask anything. */
export function withPrivilege(privilege: Privilege, line: readonly string[]): [string, ...string[]] {
  const quiet = ['DEBIAN_FRONTEND=noninteractive', ...line];
  return privilege === 'sudo' ? ['sudo', '-n', 'env', ...quiet] : ['env', ...quiet];
}
