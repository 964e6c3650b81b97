import { canonicalAddress } from './address.ts';

/** A host and port, the host in one spelling: a lower-case name without its last dot, or an IP address. */
export type Authority = { kind: 'name' | 'address'; host: string; port: number };

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** Reads `host:port`, `1.2.3.4:port` or `[::1]:port`; the port may be absent when a default is given. Null for others. */
export function parseAuthority(text: string, defaultPort: number | null): Authority | null {
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^[\]:]+))(?::([1-9][0-9]{0,4}))?$/.exec(text);
  const port = parts?.[3] === undefined ? defaultPort : Number(parts[3]);
  if (!parts || port === null || port > 65_535) return null;
  const host = (parts[1] ?? parts[2] ?? '').toLowerCase().replace(/\.$/, '');
  const address = canonicalAddress(host);
  if (address !== null) return { kind: 'address', host: address, port };
  // A name whose last label is a number is an address to some resolvers: 127.1, 0x7f.1.
  const isName =
    parts[1] === undefined &&
    host.length <= 253 &&
    NAME.test(host) &&
    !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(host);
  return isName ? { kind: 'name', host, port } : null;
}

export function formatAuthority({ host, port }: Authority): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
