import { ListenError } from './service.ts';

/** Where something listens, and by which settings. */
export type ListenAddress = {
  /** What listens, for people, such as `The gateway`. */
  name: string;
  host: string;
  port: number;
  /** The keys of the configuration that say so. */
  keys: { host: string; port: string };
};

/** Why nothing can listen there, with what to do about it. */
export function listenError({ name, host, port, keys }: ListenAddress, cause: unknown): ListenError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `the port is taken; stop what listens there or set ${keys.port}`,
    EACCES: `this user may not listen on that port; set ${keys.port} to one above 1023`,
    EADDRNOTAVAIL: `this machine has no such address; set ${keys.host}`,
    ENOTFOUND: `this machine has no such address; set ${keys.host}`,
  };
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new ListenError(`${name} cannot listen on ${host}:${port}: ${reason}`, { cause });
}
