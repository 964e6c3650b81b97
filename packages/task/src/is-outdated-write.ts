import type { GitHubWrite } from './github-write.ts';
import type { Task } from './task.ts';
import { warnsOfBudget } from './write-operation.ts';

/**
 * Whether a write is the word of a run that has lost its task since: a later run speaks for the task then, or the status
 * comment says that it was cancelled. What names epoch 0 (a refusal, a reply to somebody) is no run's word and is always said.
 * `task`: the record of now; null when it is gone, so that nobody has taken the task over.
 */
export function isOutdatedWrite(write: GitHubWrite, task: Pick<Task, 'epoch'> | null): boolean {
  if (task === null || !('epoch' in write) || write.epoch === 0) return false;
  // What was spent is spent, whoever has the task now; later runs do not say it again.
  if (write.kind === 'comment' && warnsOfBudget(write.operation)) return false;
  return write.epoch < task.epoch;
}
