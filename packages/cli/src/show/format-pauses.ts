import type { PauseView } from '@opencode-commander/control';
import { plain } from './plain.ts';
import { relativeTime } from './relative-time.ts';

/** A pause as a line for people, such as `acme/web is paused by maria, 5 min ago: an incident`. */
export function formatPause({ name, by, since, reason, preempts }: PauseView, now: Date): string {
  const who = by === null ? ', nobody knows since when' : ` by ${by}, ${relativeTime(since, now)}`;
  const runs = preempts ? ', what ran was let go of' : '';
  return plain(`${name ?? 'everything'} is paused${who}${runs}${reason === null ? '' : `: ${reason}`}`);
}

/** What people have paused, as lines of the status. */
export function formatPauses(pauses: readonly PauseView[], now: Date): string[] {
  return pauses.map((pause) => `Pause  ${formatPause(pause, now)}`);
}
