import { z } from 'zod';

export const STATUSES = [
  'queued',
  'dispatched',
  'running',
  'waiting_human',
  'completed',
  'failed',
  'cancelled',
] as const;

export const statusSchema = z.enum(STATUSES);
export type Status = z.infer<typeof statusSchema>;

/**
 * Every legal change of status. A dispatcher that gives a run back takes it to `queued`, and so does a person's answer; a
 * completed task is cancelled by closing its pull request, and completed again when that is opened again.
 */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  queued: ['dispatched', 'waiting_human', 'failed', 'cancelled'],
  dispatched: ['running', 'queued', 'failed', 'cancelled'],
  running: ['waiting_human', 'queued', 'completed', 'failed', 'cancelled'],
  waiting_human: ['running', 'queued', 'failed', 'cancelled'],
  completed: ['cancelled'],
  failed: ['queued'],
  cancelled: ['queued', 'completed'],
};

export function canTransition(from: Status, to: Status): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Nothing runs and nothing waits: the task has its outcome. */
export function isTerminal(status: Status): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
