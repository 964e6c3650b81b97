import type { Host } from './host.ts';
import { HostError } from './host-error.ts';
import { MANAGERS } from './package-manager.ts';
import { type Privilege, withPrivilege } from './privilege.ts';
import type { PackageManagerName } from './requirement.ts';
import { withoutServices } from './without-services.ts';

export type Installation = { host: Host; manager: PackageManagerName; privilege: Privilege };

const REFRESH_MS = 300_000;
const INSTALL_MS = 1_200_000;

/** Installs packages without asking anything and without starting a service. Throws HostError with what it said last. */
export async function installPackages(
  installation: Installation,
  packages: readonly string[],
): Promise<void> {
  const { host, manager, privilege } = installation;
  const { install, unattended } = MANAGERS[manager];
  await refresh(installation);
  const installing = (options: readonly string[]) => {
    const line = [...install, ...unattended, ...options, ...packages];
    return host.run(withPrivilege(privilege, line), { timeoutMs: INSTALL_MS });
  };
  const end =
    manager === 'apt'
      ? await withoutServices({ host, privilege, packages }, installing)
      : await installing([]);
  if (end.status === 'ended' && end.code === 0) return;
  const said = end.status === 'missing' ? 'it is gone' : end.output.trim().split('\n').slice(-3).join(' | ');
  throw new HostError(`${[...install, ...packages].join(' ')} failed: ${said}`);
}

/** Its failure counts for nothing: some source may be away, and the installation itself says what is really missing. */
async function refresh({ host, manager, privilege }: Installation): Promise<void> {
  const { refresh: line, unattended } = MANAGERS[manager];
  if (!line) return;
  await host.run(withPrivilege(privilege, [...line, ...unattended]), { timeoutMs: REFRESH_MS });
}
