import type { RedisAddress } from './redis-address.ts';

type Host = { host: string; port: number };
type Parts = { tls: boolean; hosts: Host[]; path: string; query: URLSearchParams; login: Login };
type Login = { username?: string; password?: string };

const MANY = /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/?@]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const DEFAULT_PORT = { sentinel: 26_379, cluster: 6_379 };

/**
 * Reads `redis+sentinel://[user:password@]host[:port],…/master[/db]`, whose options are `sentinel_username` and
 * `sentinel_password`, or `redis+cluster://[user:password@]host[:port],…`; with `rediss+` over TLS. Null for anything else;
 * throws URIError for a percent sign that encodes nothing.
 */
export function readRedisHosts(text: string): RedisAddress | null {
  const [, scheme, kind, login = '', list = '', path = '', query = ''] = MANY.exec(text) ?? [];
  if (kind !== 'sentinel' && kind !== 'cluster') return null;
  const hosts = list.split(',').flatMap((name) => readHost(name, DEFAULT_PORT[kind]));
  if (hosts.length !== list.split(',').length) return null;
  const tls = scheme === 'rediss';
  const parts = { tls, hosts, path, query: new URLSearchParams(query), login: readLogin(login) };
  const shown = `${scheme}+${kind}://${hosts.map(nameOf).join(',')}`;
  return kind === 'sentinel' ? sentinelAddress(shown, parts) : clusterAddress(shown, parts);
}

function sentinelAddress(shown: string, { tls, hosts, path, query, login }: Parts): RedisAddress | null {
  const [name = '', db = '0', ...rest] = path.split('/');
  if (name === '' || !/^\d+$/.test(db) || rest.length > 0) return null;
  const sentinelUsername = query.get('sentinel_username');
  const sentinelPassword = query.get('sentinel_password');
  const options = {
    ...{ sentinels: hosts, name: decodeURIComponent(name), db: Number(db), ...login },
    ...(sentinelUsername && { sentinelUsername }),
    ...(sentinelPassword && { sentinelPassword }),
    ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
  };
  return { shown: `${shown}/${name}/${db}`, options, cli: `redis-cli -h <each server of ${name}>` };
}

function clusterAddress(shown: string, { tls, hosts, path, login }: Parts): RedisAddress | null {
  // A cluster has one database.
  if (path !== '' && path !== '0') return null;
  const [first = { host: '', port: 0 }] = hosts;
  const options = { ...login, ...(tls && { tls: {} }) };
  return { shown, options, cli: `redis-cli --cluster call ${nameOf(first)}`, nodes: hosts };
}

function readHost(name: string, defaultPort: number): Host[] {
  const url = URL.canParse(`redis://${name}`) ? new URL(`redis://${name}`) : null;
  if (!url?.hostname) return [];
  return [{ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || defaultPort) }];
}

function readLogin(text: string): Login {
  const [username = '', ...password] = text.split(':').map(decodeURIComponent);
  return { ...(username && { username }), ...(password.length > 0 && { password: password.join(':') }) };
}

function nameOf({ host, port }: Host): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
