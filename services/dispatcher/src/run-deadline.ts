import type { Priority } from '@opencode-commander/task';
import { TaskFailure } from './task-failure.ts';

export type Timeouts = { criticalMs: number; highMs: number; mediumMs: number; lowMs: number };

/** How long a run of this priority may take, in milliseconds. */
export function runTimeout(timeouts: Timeouts, priority: Priority): number {
  return {
    critical: timeouts.criticalMs,
    high: timeouts.highMs,
    medium: timeouts.mediumMs,
    low: timeouts.lowMs,
  }[priority];
}

/** A signal that aborts with a `timeout` failure after `ms`, or with `signal`'s reason before that. */
export function withDeadline(signal: AbortSignal, ms: number): AbortSignal {
  const deadline = new AbortController();
  const minutes = Math.round(ms / 60_000);
  const timer = setTimeout(
    () =>
      deadline.abort(
        new TaskFailure('timeout', `not done within the ${minutes} minutes this priority allows`),
      ),
    ms,
  );
  timer.unref();
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return AbortSignal.any([signal, deadline.signal]);
}
