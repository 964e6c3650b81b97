import type { RedisOptions } from 'ioredis';
import { RedisError } from './redis-error.ts';
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
 * Reads `redis://[user[:password]@]host[:port][/db]`, `rediss://…` (TLS), `unix:///path[?db=n]`, or what names several hosts
 * (see `readRedisHosts`). Throws RedisError for anything else, without repeating the text, which may hold a password.
 */
export function readRedisUrl(text: string): RedisAddress {
  const hosts = readRedisHosts(text);
  if (hosts) return hosts;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'unix:' && url.pathname.length > 1) return readSocket(url);
  if (url && (url.protocol === 'redis:' || url.protocol === 'rediss:') && url.hostname) return readHost(url);
  throw new RedisError(
    'The Redis address is not usable: write redis://host:port, rediss://host:port, unix:///path/to/redis.sock, ' +
      'redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port',
  );
}

function readSocket(url: URL): RedisAddress {
  const path = decodeURIComponent(url.pathname);
  const db = Number(url.searchParams.get('db') ?? 0);
  return { shown: `unix://${path}`, options: { path, db }, cli: `redis-cli -s ${path}` };
}

function readHost(url: URL): RedisAddress {
  const tls = url.protocol === 'rediss:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 6379);
  const db = Number(url.pathname.slice(1) || 0);
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const options = {
    host,
    port,
    db,
    ...(username && { username }),
    ...(password && { password }),
    ...(tls && { tls: {} }),
  };
  const cli = [
    `redis-cli -h ${host} -p ${port}`,
    tls && '--tls',
    username && `--user ${username}`,
    password && '--askpass',
  ];
  return {
    shown: `${url.protocol}//${url.hostname}:${port}/${db}`,
    options,
    cli: cli.filter(Boolean).join(' '),
  };
}
