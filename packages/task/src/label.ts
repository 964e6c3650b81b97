import { PRIORITIES } from './priority.ts';
import type { Status } from './status.ts';
import type { Task } from './task.ts';

/** A label as GitHub keeps it; `color` is six hex digits. */
export type Label = { name: string; color: string; description: string };

/** Gives an issue to an agent as the configured trigger label does, whatever that is. */
export const READY_LABEL: Label = {
  name: 'agent/ready',
  color: '0052cc',
  description: 'Ready: give this issue to an agent',
};

/** The label on every pull request that commander opens. */
export const PULL_REQUEST_LABEL: Label = {
  name: 'agent-pr',
  color: '5319e7',
  description: 'Made by an agent',
};

/** The labels that show an issue's status; an issue carries at most one. */
export const STATUS_LABELS = {
  queued: { name: 'agent/queued', color: 'c5def5', description: 'Waiting for an agent' },
  running: { name: 'agent/running', color: '1d76db', description: 'An agent is working on it' },
  waiting_human: { name: 'agent/waiting', color: 'fbca04', description: 'The agent asked a question' },
  completed: { name: 'agent/review', color: '8250df', description: 'A pull request waits for review' },
  merged: { name: 'agent/done', color: '0e8a16', description: 'The pull request of an agent was merged' },
  failed: {
    name: 'agent/failed',
    color: 'b60205',
    description: 'The agent could not do it: see its comment',
  },
} as const satisfies Partial<Record<Status | 'merged', Label>>;

const PRIORITY_LABELS: readonly Label[] = PRIORITIES.map((priority) => ({
  name: `priority/${priority}`,
  color: 'ededed',
  description: `Agents take it with ${priority} priority`,
}));

/** Every label the system uses in a repository. */
export function systemLabels(triggerLabel: string): readonly Label[] {
  const trigger = { name: triggerLabel, color: '0052cc', description: 'Give this issue to an agent' };
  const isReady = triggerLabel.toLowerCase() === READY_LABEL.name;
  return [
    trigger,
    ...(isReady ? [] : [READY_LABEL]),
    PULL_REQUEST_LABEL,
    ...Object.values(STATUS_LABELS),
    ...PRIORITY_LABELS,
  ];
}

/** What a label says of a task: how it stands, and what became of its pull request. */
export type LabelledTask = Pick<Task, 'status' | 'pull'>;

/** The label that the task's issue or pull request should carry, null for none. */
export function statusLabel({ status, pull }: LabelledTask): string | null {
  if (status === 'cancelled') return null;
  if (status === 'completed' && pull?.state === 'merged') return STATUS_LABELS.merged.name;
  if (status === 'completed' && pull?.state === 'closed') return null;
  return STATUS_LABELS[status === 'dispatched' ? 'running' : status].name;
}

/** Whether an issue's labels show that it has a task, or had one. */
export function showsStatus(labels: readonly string[]): boolean {
  return labels.some((name) => OURS.includes(name));
}

const OURS: readonly string[] = Object.values(STATUS_LABELS).map(({ name }) => name);

/** What to add to and remove from an issue's labels so that they show how its task stands. */
export function labelChanges(
  current: readonly string[],
  task: LabelledTask,
): { add: string[]; remove: string[] } {
  const wanted = statusLabel(task);
  return {
    add: wanted !== null && !current.includes(wanted) ? [wanted] : [],
    remove: current.filter((name) => OURS.includes(name) && name !== wanted),
  };
}
