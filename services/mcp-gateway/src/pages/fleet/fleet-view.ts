import type { QueueEntry, SystemStatus, TaskView } from '@opencode-commander/control';

/** What a running agent is doing and using; null while its dispatcher has not said. */
export type Activity = {
  tool: string | null;
  cpu_percent: number | null;
  memory_bytes: number | null;
  memory_limit_bytes: number | null;
  /** Of the last 30 minutes, oldest first. */
  tokens_per_minute: readonly number[];
};

export type RunningTask = TaskView & { activity: Activity | null };

/** A process of the installation. */
export type ProcessView = {
  service: string;
  host: string;
  pid: number;
  version: string;
  started_at: string;
  last_seen: string;
  alive: boolean;
  /** What is wrong with it, a line each. */
  problems: readonly string[];
};

/** What ended and was spent in an hour (UTC). */
export type HourView = {
  start: string;
  completed: number;
  failed: number;
  cancelled: number;
  cost_usd: number;
  tokens: number;
};

/** Everything that the first page shows. */
export type FleetView = {
  status: Omit<SystemStatus, 'running'> & {
    running: readonly RunningTask[];
    processes: readonly ProcessView[];
    slots: { used: number; total: number };
    budget: { day_usd: number | null; spent_today_usd: number };
  };
  queue: readonly QueueEntry[];
  hours: readonly HourView[];
};
