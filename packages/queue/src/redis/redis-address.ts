import type { RedisOptions } from 'ioredis';
import { RedisAddressError } from './redis-error.ts';
import { readRedisHosts } from './redis-hosts.ts';

export type RedisAddress = {
  /** The address as people may see it: without password. */
  shown: string;
  options: RedisOptions;
  /** The redis-cli command line that reaches the same server; it asks for the password. */
  cli: string;
  /** Where a cluster is entered; absent for everything else. */
  nodes?: { host: string; port: number }[];
};

/**
 * Reads `redis://[user[:password]@]host[:port][/db]`, `rediss://…` (TLS), `unix://[[user]:password@]/path[?db=n]`, or what
 * names several hosts (see `readRedisHosts`). Throws RedisAddressError for anything else, without repeating the text, which
 * may hold a password.
 */
export function readRedisUrl(text: string): RedisAddress {
  const address = readAddress(text);
  if (address !== null) return address;
  throw new RedisAddressError(
    'The Redis address is not usable: write redis://host:port, rediss://host:port, unix:///path/to/redis.sock, ' +
      'redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port',
  );
}

function readAddress(text: string): RedisAddress | null {
  try {
    return readRedisHosts(text) ?? readServer(text);
  } catch (error) {
    // A percent sign that encodes nothing.
    if (error instanceof URIError) return null;
    throw error;
  }
}

function readServer(text: string): RedisAddress | null {
  // A URL with a login must name a host.
  const whole = text.replace(/^(unix:\/\/[^/?#]*@)\//, '$1socket/');
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url?.protocol === 'unix:' && url.pathname.length > 1) return readSocket(url);
  return url && /^rediss?:$/.test(url.protocol) && url.hostname ? readHost(url) : null;
}

function readSocket(url: URL): RedisAddress | null {
  const path = decodeURIComponent(url.pathname);
  const db = readDatabase(url.searchParams.get('db') ?? '');
  if (db === null) return null;
  const { login, flags } = readLogin(url);
  return {
    shown: `unix://${path}`,
    options: { path, db, ...login },
    cli: [`redis-cli -s ${path}`, ...flags].join(' '),
  };
}

function readHost(url: URL): RedisAddress | null {
  const tls = url.protocol === 'rediss:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 6379);
  const db = readDatabase(url.pathname.slice(1));
  if (db === null) return null;
  const { login, flags } = readLogin(url);
  return {
    shown: `${url.protocol}//${url.hostname}:${port}/${db}`,
    options: { host, port, db, ...login, ...(tls && { tls: {} }) },
    cli: [`redis-cli -h ${host} -p ${port}`, ...(tls ? ['--tls'] : []), ...flags].join(' '),
  };
}

function readDatabase(text: string): number | null {
  return /^\d*$/.test(text) ? Number(text) : null;
}

/** What a URL says of who we are, for ioredis and as flags of redis-cli. */
function readLogin(url: URL): { login: Pick<RedisOptions, 'username' | 'password'>; flags: string[] } {
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return {
    login: { ...(username && { username }), ...(password && { password }) },
    flags: [...(username ? [`--user ${username}`] : []), ...(password ? ['--askpass'] : [])],
  };
}
