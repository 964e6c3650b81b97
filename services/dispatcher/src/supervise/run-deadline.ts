import type { Priority } from '@opencode-commander/task';
import { TaskFailure } from '../task-failure.ts';

export type Timeouts = { criticalMs: number; highMs: number; mediumMs: number; lowMs: number };

/** How long the runs of a task of this priority may work, in milliseconds. */
export function runTimeout(timeouts: Timeouts, priority: Priority): number {
  return {
    critical: timeouts.criticalMs,
    high: timeouts.highMs,
    medium: timeouts.mediumMs,
    low: timeouts.lowMs,
  }[priority];
}

/** The failure of a task that has worked for too long, null while it may go on; waiting for people does not count. */
export function overdue(
  { workedMs, priority }: { workedMs: number; priority: Priority },
  timeouts: Timeouts,
): TaskFailure | null {
  const limitMs = runTimeout(timeouts, priority);
  if (workedMs < limitMs) return null;
  const minutes = Math.round(limitMs / 60_000);
  return new TaskFailure('timeout', `not done within the ${minutes} minutes this priority allows`);
}
