import type { MarkerSeen, Violation } from './snapshot.ts';

/**
 * A run that lost its task may not write. Of what is written anew as a task goes on (its status, its pull request) the
 * epochs never go back; a comment that is written once carries the epoch of the run that asked for it, however late the
 * outbox comes to it.
 */
export function checkEpochs(markers: readonly MarkerSeen[]): Violation[] {
  const highest = new Map<string, number>();
  const violations: Violation[] = [];
  for (const { thread, marker, at } of markers) {
    const { task, epoch, operation } = marker;
    if (operation !== 'status' && operation !== 'pull_request') continue;
    const key = `${task} ${operation}`;
    const before = highest.get(key) ?? 0;
    if (epoch < before) {
      const what = `${key} was written by epoch ${epoch} at ${at}, after epoch ${before} had written`;
      violations.push({ rule: 'no write by a stale epoch', where: thread, what });
    }
    highest.set(key, Math.max(before, epoch));
  }
  return violations;
}
