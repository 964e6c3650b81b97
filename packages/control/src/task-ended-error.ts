import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import { sayEnded } from './say-ended.ts';
import type { TaskView } from './task-view.ts';

/** The task has ended: what was asked for cannot be done with it any more. */
export class TaskEndedError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** For what left a task as it was: that is an error where it did so because the task has ended. Throws TaskEndedError. */
export function refuseEnded(task: Pick<TaskView, 'id' | 'status'>): void {
  const line = sayEnded(task, 'nothing was changed');
  if (line !== null) throw new TaskEndedError(line);
}
