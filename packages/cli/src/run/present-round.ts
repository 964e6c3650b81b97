import type { LoggedEvent } from '@opencode-commander/queue';

/**
 * The cursor after which the task's present round begins: with its last time in the queue. Undefined when that is the
 * beginning of the log.
 */
export function presentRound(log: readonly LoggedEvent[]): string | undefined {
  const start = log.findLastIndex(({ event }) => event.type === 'status' && event.status === 'queued');
  return log[start - 1]?.cursor;
}
