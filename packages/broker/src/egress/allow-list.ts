import { BrokerError } from '../broker-error.ts';
import { canonicalAddress } from './address.ts';
import { type Authority, parseAuthority } from './authority.ts';

const DEFAULT_PORT = 443;

/** What the sandbox may reach. */
export type AllowList = {
  /** Whether the name, or the address itself, is listed with its port. */
  allows(target: Authority): boolean;
};

type Rule = Authority & { below: boolean };

/**
 * Reads `example.com`, `*.example.com` (every name below, not itself) and IP addresses, each with `:port` or for 443.
 * Throws `BrokerError` naming an entry that is none of them.
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const rules = entries.map(parseRule);
  return {
    allows: (target) =>
      rules.some((rule) => {
        if (rule.kind !== target.kind || rule.port !== target.port) return false;
        return rule.below ? target.host.endsWith(`.${rule.host}`) : rule.host === target.host;
      }),
  };
}

function parseRule(entry: string): Rule {
  const below = entry.startsWith('*.');
  const bare = canonicalAddress(entry)?.includes(':') ? `[${entry}]` : entry;
  const authority = parseAuthority(below ? entry.slice(2) : bare, DEFAULT_PORT);
  if (authority && !(below && authority.kind === 'address')) return { ...authority, below };
  throw new BrokerError(
    `containers.egress_allow: ${JSON.stringify(entry)} is no host: use example.com, *.example.com or 10.0.0.5, with :port unless it is 443.`,
  );
}
