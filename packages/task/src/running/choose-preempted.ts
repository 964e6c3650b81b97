import { type Priority, priorityNumber } from '../priority.ts';

/** A run as the choice of whom to interrupt sees it. */
export type PreemptibleRun = {
  id: string;
  priority: Priority;
  /** ISO instant, UTC. */
  startedAt: string;
  /** A run that publishes is never interrupted. */
  publishing: boolean;
};

/** The run that makes room for a critical task: of the least urgent ones the one begun last; null when none may be interrupted. */
export function choosePreempted(runs: readonly PreemptibleRun[], forPriority: Priority): string | null {
  if (forPriority !== 'critical') return null;
  const weaker = runs.filter(({ publishing, priority }) => !publishing && priority !== 'critical');
  const [first] = weaker.sort(
    (a, b) =>
      priorityNumber(b.priority) - priorityNumber(a.priority) ||
      Date.parse(b.startedAt) - Date.parse(a.startedAt) ||
      (a.id < b.id ? -1 : 1),
  );
  return first?.id ?? null;
}
