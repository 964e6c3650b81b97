import type { LookupAddress } from 'node:dns';
import { isPublicAddress } from './address.ts';
import type { AllowList } from './allow-list.ts';
import { type Authority, formatAuthority } from './authority.ts';

/** Finds a name's addresses, on the host. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** Addresses that were checked: a connection goes to these and the name is not asked for again. */
export type Resolution =
  | { status: 'allowed'; addresses: LookupAddress[] }
  | { status: 'refused'; reason: string }
  | { status: 'unknown'; reason: string };

/**
 * Decides whether the sandbox may reach the target, by its name first (an unlisted name is never looked up) and then by
 * its addresses: those not of the public internet are left out unless they are listed themselves.
 */
export async function resolveTarget(
  target: Authority,
  { allowList, resolve }: { allowList: AllowList; resolve: Resolve },
): Promise<Resolution> {
  const name = formatAuthority(target);
  if (!allowList.allows(target)) {
    const entry = target.port === 443 ? target.host : name;
    const advice = `to allow it, add "${entry}" to egress_allow under [containers] in commander.toml`;
    return {
      status: 'refused',
      reason: `${name} is not on the list of hosts that may be reached; ${advice}`,
    };
  }
  if (target.kind === 'address') {
    return {
      status: 'allowed',
      addresses: [{ address: target.host, family: target.host.includes(':') ? 6 : 4 }],
    };
  }
  const found = await resolve(target.host).catch(() => []);
  if (found.length === 0) return { status: 'unknown', reason: `${name} has no address` };
  const listed = (address: string) => allowList.allows({ kind: 'address', host: address, port: target.port });
  const addresses = found.filter(({ address }) => isPublicAddress(address) || listed(address));
  if (addresses.length > 0) return { status: 'allowed', addresses };
  const advice = 'list that address itself if it is meant';
  return { status: 'refused', reason: `${name} leads to a private address; ${advice}` };
}
