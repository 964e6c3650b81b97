/** A task that runs or is about to; `startedAt` is an ISO instant, null for one that has not begun. */
export type RunningTask = { id: string; startedAt: string | null };

export type RunQuestion = {
  task: RunningTask;
  /** The tasks of the same repository that run, with or without this one. */
  running: readonly RunningTask[];
  /** How many of them may; null for any number. */
  limit: number | null;
};

/** Whether the task is among the first that may run of its repository: of two that began at once exactly one gives way. */
export function mayRun({ task, running, limit }: RunQuestion): boolean {
  if (limit === null) return true;
  const before = running.filter((other) => other.id !== task.id && isBefore(other, task));
  return before.length < limit;
}

function isBefore(a: RunningTask, b: RunningTask): boolean {
  const [first, second] = [instant(a), instant(b)];
  return first === second ? a.id < b.id : first < second;
}

function instant({ startedAt }: RunningTask): number {
  return startedAt === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt);
}
