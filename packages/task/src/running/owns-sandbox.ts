import { isTerminal } from '../status.ts';
import type { Task } from '../task.ts';

type Owner = Pick<Task, 'status' | 'containerId' | 'epoch'>;

/** Whether a container is the task's still: by its id, or, while a run has not written that down, by the run's epoch. */
export function ownsSandbox(task: Owner | null, { id, epoch }: { id: string; epoch: number }): boolean {
  if (task === null || isTerminal(task.status)) return false;
  if (task.containerId === id) return true;
  return (task.status === 'dispatched' || task.status === 'running') && task.epoch === epoch;
}
