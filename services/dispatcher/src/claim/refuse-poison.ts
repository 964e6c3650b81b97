import type { Task } from '@opencode-commander/task';
import { TaskFailure } from '../task-failure.ts';

const MAX_CRASHES = 3;

/** Throws when the task's runs have taken their dispatcher down with them too often. */
export function refusePoison({ crashes }: Pick<Task, 'crashes'>): void {
  if (crashes < MAX_CRASHES) return;
  throw new TaskFailure(
    'crash',
    `its dispatcher died ${crashes} times while this task ran: see the dispatcher's log`,
  );
}
