import type { App, Instant, User } from './entities.ts';
import type { Rerun, RerunOutcome } from './reruns.ts';

export type Annotation = {
  path: string;
  startLine: number;
  endLine: number;
  startColumn: number | null;
  endColumn: number | null;
  level: 'notice' | 'warning' | 'failure';
  title: string | null;
  message: string;
  rawDetails: string | null;
};

export const CHECK_STATUSES = ['queued', 'in_progress', 'completed'] as const;
export const CHECK_CONCLUSIONS = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;
export type CheckRun = {
  id: number;
  name: string;
  headSha: string;
  status: (typeof CHECK_STATUSES)[number];
  conclusion: (typeof CHECK_CONCLUSIONS)[number] | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Annotation[];
  /** What the job said; null: there is no log, or not yet. */
  log: string | null;
  /** 1 for the first. */
  attempt: number;
  /** How it ends when it is run again; null: as the simulator's hook says. */
  rerun: ((rerun: Rerun) => RerunOutcome) | null;
  app: App | null;
  startedAt: Instant;
  completedAt: Instant | null;
};

export const STATUS_STATES = ['error', 'failure', 'pending', 'success'] as const;
export type CommitStatus = {
  id: number;
  sha: string;
  state: (typeof STATUS_STATES)[number];
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: User;
  createdAt: Instant;
};
