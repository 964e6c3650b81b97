import type { LookupAddress } from 'node:dns';
import { connect, type LookupFunction, type Socket } from 'node:net';
import type { Authority } from './authority.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const ATTEMPT_TIMEOUT_MS = 2_000;

/** How to connect to checked addresses: Node tries them in turn, and asks nobody for the name. */
export function checkedConnection({ host, port }: Authority, addresses: LookupAddress[]) {
  const lookup: LookupFunction = (_name, _options, callback) => callback(null, addresses);
  const timing = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS };
  return { host, port, lookup, ...timing };
}

/** A connection to one of the addresses; null when none answers in 15 seconds or the signal aborts. */
export function connectTarget(
  target: Authority,
  addresses: LookupAddress[],
  signal: AbortSignal,
): Promise<Socket | null> {
  const socket = connect({ ...checkedConnection(target, addresses), signal });
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy());
  return new Promise((resolve) => {
    // Errors end in `close`; the signal may abort at any later time, too.
    socket.on('error', () => resolve(null));
    socket.once('close', () => resolve(null));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      resolve(socket);
    });
  });
}
