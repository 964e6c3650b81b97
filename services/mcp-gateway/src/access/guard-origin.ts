import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './refuse.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const ANY_ADDRESS = ['0.0.0.0', '::', '[::]'];

/**
 * Refuses what a page of another site can make a browser send here: a Host that is not ours (a name that was rebound
 * to this address) and an Origin other than ourselves. Who listens on every address has chosen to have many names.
 */
export function guardOrigin(listenHost: string) {
  const own = bracketed(listenHost.toLowerCase());
  const names = ANY_ADDRESS.includes(listenHost) ? null : [...new Set([...LOOPBACK, own])];
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { host, origin } = request.headers;
    const name = hostNameOf(host ?? '');
    if (name === null || (names && !names.includes(name))) {
      const given = name === null ? 'a Host that is none' : `Host ${name}`;
      const wanted = names?.join(', ') ?? 'any name';
      return refuse(reply, 403, `Forbidden: this gateway answers to ${wanted}, not to ${given}.`);
    }
    if (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) {
      return refuse(reply, 403, 'Forbidden: requests from pages of another origin are not accepted.');
    }
    return undefined;
  };
}

/** A name and perhaps a port; what else a URL takes before or after them, as `user@`, is no part of a Host. */
function hostNameOf(host: string): string | null {
  const url = `http://${host}`;
  return !/[@/\\?#]/.test(host) && URL.canParse(url) ? new URL(url).hostname : null;
}

/** `null`, which sandboxed pages send, is nobody. */
function hostOf(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { protocol, host } = new URL(origin);
  return protocol === 'http:' || protocol === 'https:' ? host : null;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
