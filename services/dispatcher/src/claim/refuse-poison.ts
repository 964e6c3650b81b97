import type { TaskJob } from '@opencode-commander/queue';
import { TaskFailure } from '../task-failure.ts';

const MAX_CRASHES = 3;

/** Throws when the task's runs have taken their dispatcher down with them too often. */
export function refusePoison({ crashes }: Pick<TaskJob, 'crashes'>): void {
  if (crashes < MAX_CRASHES) return;
  throw new TaskFailure(
    'crash',
    `its dispatcher died ${crashes} times while this task ran: see the dispatcher's log`,
  );
}
