import type { OpencodeClock } from '../opencode-clock.ts';
import type { WireStatus } from '../wire.ts';

/** A session's status, the moment of the next try by our clock. */
export function inOurTime(status: WireStatus, clock: Pick<OpencodeClock, 'toOurs'>): WireStatus {
  return status.type === 'retry' ? { ...status, next: clock.toOurs(status.next) } : status;
}
