import type { Violation } from './check/snapshot.ts';
import type { ResourcesSeen } from './resources.ts';
import type { Planned, Schedule } from './schedule/fault.ts';

/** What a run came to; `--json` prints it. Times in seconds. */
export type RunReport = {
  ok: boolean;
  schedule: Schedule;
  /** Faults that happened. */
  injected: number;
  /** Those that had nothing to break, or whose moment did not come. */
  missed: Planned[];
  issues: number;
  /** How the issues' own tasks stand. */
  outcomes: Record<string, number>;
  violations: Violation[];
  /** How often each failpoint was hit. */
  failpoints: Record<string, number>;
  neverHit: string[];
  /** How often each process was started again. */
  restarts: Record<string, number>;
  secondsOfFaults: number;
  secondsToSettle: number;
  /** How long each process took to end after SIGTERM. */
  secondsToDrain: Record<string, number>;
  /** What was held, every 30 s. */
  resources: readonly ResourcesSeen[];
};
