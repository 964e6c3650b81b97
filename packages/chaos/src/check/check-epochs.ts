import type { MarkerSeen, Violation } from './snapshot.ts';

/** What was spent is said by whichever run spent it. */
const ALWAYS_TRUE = /^budget_warning(_\d+)?$/;
const RENEWED = ['status', 'pull_request'];

/**
 * A run that lost its task may not write. Of what is written anew as a task goes on (its status, its pull request) the
 * epochs never go back; a comment that is written once carries the epoch of the run that asked for it, and none is written
 * once the status tells of a later run. Where Redis lost what it knew (`recordsLost`) the outbox cannot know of that run.
 */
export function checkEpochs(
  markers: readonly MarkerSeen[],
  { recordsLost }: { recordsLost: boolean },
): Violation[] {
  const highest = new Map<string, number>();
  const violations: Violation[] = [];
  for (const { thread, marker, at } of markers) {
    const { task, epoch, operation } = marker;
    const isRenewed = RENEWED.includes(operation);
    // Nobody's run says what names epoch 0.
    if (!isRenewed && (recordsLost || epoch === 0 || ALWAYS_TRUE.test(operation))) continue;
    const key = `${task} ${isRenewed ? operation : 'status'}`;
    const before = highest.get(key) ?? 0;
    if (epoch < before) {
      const what = `${task} ${operation} was written by epoch ${epoch} at ${at}, after epoch ${before} had written`;
      violations.push({ rule: 'no write by a stale epoch', where: thread, what });
    }
    if (isRenewed) highest.set(key, Math.max(before, epoch));
  }
  return violations;
}
